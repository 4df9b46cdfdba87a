import { type Closers, collectClosers } from '../closers';
import type { BenchDatabase } from '../database';
import { exchange } from '../exchange';
import { sendAll } from '../load';
import { findParent, startMeter } from '../peers/meter';
import type { BenchCandidate } from '../population';
import { type RunningApp, startApp } from '../processes';
import { listOfficePages, type OfficePage } from './office-pages';
import { admitPeople, openProvince } from './province';
import { type GrowthSubject, growthSubjects, type PlannedSubject, planSubjects } from './requests';
import { findSequentialScans, type SequentialScan } from './sequential-scans';
import { tellGrowth, tellPages, tellScans } from './tell';

const SIZES = [10_000, 100_000, 1_300_000];
/** Another number after `--rounds=`. */
const ROUNDS = Number(process.argv.find((word) => word.startsWith('--rounds='))?.slice(9) ?? 7);
const CONNECTIONS = 8;
/** Requests of one round. */
const ROUND: Readonly<Record<GrowthSubject, number>> = {
  home: 200,
  form: 200,
  'look-up': 2000,
  save: 150,
  browse: 200,
};
const LOOKS = 9;

/** Milliseconds of processor time a request. */
export interface Cost {
  readonly own: number;
  readonly database: number;
}

export interface Grown {
  readonly people: number;
  readonly costs: Readonly<Record<GrowthSubject, Cost>>;
}

export interface PageTime {
  readonly name: string;
  readonly median: number;
  readonly most: number;
}

interface Province {
  readonly people: number;
  readonly database: BenchDatabase;
  readonly app: RunningApp;
  readonly postmaster: number;
  readonly candidates: readonly BenchCandidate[];
  readonly subjects: Readonly<Record<GrowthSubject, PlannedSubject>>;
  readonly used: Record<GrowthSubject, { own: number; database: number; requests: number }>;
  saved: number;
}

/**
 * What a request costs in provinces of several sizes, side by side: each with a database and a server of its own, in
 * turns, so that what else the machine does falls on all. Then the pages of the office in the largest, and which
 * statements of all of these read a large table whole.
 */
export async function measureGrowth(sizes: readonly number[] = SIZES): Promise<void> {
  const closers = collectClosers();
  try {
    const provinces: Province[] = [];
    for (const people of sizes) provinces.push(await open(people, closers));
    for (let round = -1; round < ROUNDS; round += 1)
      for (const subject of growthSubjects)
        for (const province of turn(provinces, round)) await play(province, subject, round >= 0);
    tellGrowth(provinces.map(({ people, used }) => ({ people, costs: costsOf(used) })));
    const largest = provinces.at(-1);
    if (largest === undefined) return;
    const seen = await timePages(largest);
    tellPages(largest.people, seen.times);
    tellScans(largest.people, seen.scans);
  } finally {
    await closers.closeAll();
  }
}

async function open(people: number, closers: Closers): Promise<Province> {
  const began = performance.now();
  const database = await openProvince(people);
  closers.push(database.close);
  const app = await startApp(database.url, { recorded: true });
  closers.push(app.stop);
  const candidates = await admitPeople(database.knex, app.url, 2 + (1 + ROUNDS) * ROUND.save);
  const [model] = candidates;
  if (model === undefined) throw new Error('nobody to measure');
  const subjects = await planSubjects(database.knex, model);
  const { rows } = await database.knex.raw<{ rows: { pid: number }[] }>('select pg_backend_pid() as pid');
  console.log(`${people} people: ready in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return {
    ...{ people, database, app, candidates, subjects, saved: 0 },
    postmaster: findParent(rows[0]?.pid ?? 0),
    used: Object.fromEntries(
      growthSubjects.map((subject) => [subject, { own: 0, database: 0, requests: 0 }]),
    ) as Province['used'],
  };
}

/** Another begins each round. */
const turn = <T>(items: readonly T[], round: number): readonly T[] =>
  items.map((_item, at) => items[(at + round + 1) % items.length] as T);

async function play(province: Province, subject: GrowthSubject, counts: boolean): Promise<void> {
  const { app, subjects, postmaster, used } = province;
  const { plan, status } = subjects[subject];
  const requests = choose(province, subject).map(plan);
  const meter = startMeter([app.pid], postmaster);
  await sendAll(app.url, requests, status, CONNECTIONS);
  const { own, database } = meter();
  if (!counts) return;
  used[subject].own += own;
  used[subject].database += database;
  used[subject].requests += requests.length;
}

/** Who sends: those who save now, those who have saved, or whoever is there. */
function choose(province: Province, subject: GrowthSubject): readonly BenchCandidate[] {
  const { candidates } = province;
  const count = ROUND[subject];
  if (subject === 'save') {
    province.saved += count;
    return candidates.slice(province.saved - count, province.saved);
  }
  // Who has saved has to wait an hour before the form opens again.
  const from = subject === 'browse' ? candidates.slice(0, province.saved) : candidates.slice(province.saved);
  return Array.from({ length: count }, (_none, at) => from[(at * 7) % from.length] as BenchCandidate);
}

const costsOf = (used: Province['used']): Grown['costs'] =>
  Object.fromEntries(
    growthSubjects.map((subject) => {
      const { own, database, requests } = used[subject];
      return [subject, { own: (own * 1000) / requests, database: (database * 1000) / requests }];
    }),
  ) as Grown['costs'];

/** Explains every statement of these requests in a province of so many people. */
export async function lookAtPlans(
  people: number,
): Promise<{ readonly scans: readonly SequentialScan[]; readonly statements: number }> {
  const closers = collectClosers();
  try {
    return await explainAll(await open(people, closers), async () => undefined);
  } finally {
    await closers.closeAll();
  }
}

/** Asks everything once under the recorder and explains what was sent; `look` sees each page of the office behind that. */
async function explainAll(
  { app, database, candidates, subjects, people }: Province,
  look: (page: OfficePage) => Promise<void>,
): Promise<{ readonly scans: readonly SequentialScan[]; readonly statements: number }> {
  const scans: SequentialScan[] = [];
  let statements = 0;
  const explain = async (work: () => Promise<void>) => {
    const recorded = await app.record(work);
    statements += recorded.length;
    scans.push(...(await findSequentialScans(database.knex, recorded)));
  };
  const fresh = candidates.at(-1);
  if (fresh === undefined) throw new Error(`nobody of ${people} is left`);
  for (const subject of growthSubjects) {
    const { plan, status } = subjects[subject];
    await explain(async () => void (await exchange(app.url, plan(fresh), status)));
  }
  for (const page of await listOfficePages(database.knex, app.url)) {
    await explain(async () => {
      const { status, path } = await page.ask();
      if (status !== 200) throw new Error(`${page.name}: ${status} ${path}`);
    });
    await look(page);
  }
  return { scans, statements };
}

async function timePages(province: Province) {
  const times: PageTime[] = [];
  const { scans } = await explainAll(province, async ({ name, ask }) => {
    const found: number[] = [];
    for (let at = 0; at < LOOKS; at += 1) found.push((await ask()).ms);
    const sorted = found.toSorted((one, other) => one - other);
    times.push({ name, median: sorted[Math.floor(LOOKS / 2)] ?? 0, most: sorted.at(-1) ?? 0 });
  });
  return { times, scans };
}
