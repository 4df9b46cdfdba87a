import { findOfficerByName } from '../src/domain/officers/officer.repository';
import { scopeOf } from '../src/domain/officers/scope';
import { loadConfig } from '../src/infrastructure/config/config';
import { createLogger } from '../src/infrastructure/logger';
import { findPrintTarget } from '../src/office/print-jobs/print-target';
import { START_PURPOSE } from '../src/office/print-jobs/start-print-job';
import { buildServices } from '../src/services';
import { type BenchDatabase, openBenchDatabase } from './database';
import { sendAll } from './load';
import { startApp } from './processes';
import { BATCH, populate } from './world';

/** A county's forms of one batch, each the longest there is: nine choices with five majors. */
const FORMS = 2000;
const CONNECTIONS = 20;
const TARGET = 80;

/** Saves a county's lists, closes the window, and sets them as a county's print job does. */
export async function measurePrinting(): Promise<void> {
  const database = await openBenchDatabase();
  try {
    await fileLists(database);
    await setForms(database);
  } finally {
    await database.close();
  }
}

async function fileLists({ knex, url }: BenchDatabase): Promise<void> {
  const app = await startApp(url, { recorded: false });
  try {
    const world = await populate(knex, app.url, FORMS);
    await sendAll(app.url, world.candidates.map(world.planSave), 303, CONNECTIONS);
  } finally {
    await app.stop();
  }
  await knex('windows')
    .where({ batch_code: BATCH })
    .update({
      opens_at: knex.raw("now() - interval '2 days'"),
      closes_at: knex.raw("now() - interval '1 day'"),
    });
}

async function setForms({ knex }: BenchDatabase): Promise<void> {
  const services = await buildServices(
    loadConfig({}),
    { publicDb: knex, arrivalsDb: knex, officeDb: knex },
    createLogger('warn'),
  );
  try {
    const target = findPrintTarget(services.reference.current().calendar.pack, BATCH);
    const county = await findOfficerByName(knex, 'county-1');
    const place = await knex('candidates').orderBy('id', 'desc').first('county_code');
    if (target === null || county === null) throw new Error('the demo has no such batch, or no such officer');
    const officer = { ...county, countyCode: String(place.county_code) };
    const visitor = { officer, scope: scopeOf(officer, []), origin: { address: '', device: '' } };
    const { printJobs } = services.paperwork;
    const began = performance.now();
    const before = process.cpuUsage();
    const id = await printJobs.start(visitor, {
      target,
      group: { schoolCode: null, className: null },
      title: 'bench',
      reason: 'bench',
      token: services.office.tokens.issue(officer.id, START_PURPOSE),
    });
    await printJobs.runner.settle();
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(before);
    const { job, parts } = await printJobs.getJob(visitor, id);
    if (job.state !== 'done') throw new Error(`the job is ${job.state}`);
    tell(job.total, parts.length, seconds, (user + system) / 1_000_000);
  } finally {
    await services.close();
  }
}

function tell(forms: number, parts: number, seconds: number, processor: number): void {
  const pace = forms / seconds;
  const verdict = pace >= TARGET ? `≥ ${TARGET} holds` : `BELOW ${TARGET}`;
  console.log(
    `printing: ${pace.toFixed(0)} forms a second, ${verdict} (${forms} of the longest forms in ${parts} parts, ${seconds.toFixed(1)} s; ${(forms / processor).toFixed(0)} a second of processor time)`,
  );
}
