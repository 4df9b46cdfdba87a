import os from 'node:os';
import type { Knex } from 'knex';
import { type Closers, collectClosers } from '../closers';
import { type BenchDatabase, openBenchDatabase } from '../database';
import { exchange } from '../exchange';
import { type PlannedRequest, sendAll } from '../load';
import { startApp } from '../processes';
import { BATCH, populate, type World } from '../world';
import { fillPeerTables, planForm, planSave, SAVED } from './data';
import { findParent, readMemory, startMeter } from './meter';
import { type ApplicationName, type PeerName, peerKinds, startPeer } from './peers';
import { type Job, jobs, type Measured, type Round, tellTable } from './table';

const CONNECTIONS = 16;
const ROUNDS = 7;
/**
 * Rounds that do not count. A program is measured as it runs for hours: of a large one V8 compiles what is asked again and
 * again for some ten thousand pages.
 */
const WARM_UPS: Readonly<Record<Job, number>> = { form: 12, save: 8 };
const PEOPLE = 4000;
/** Candidates of the application whose lists are saved before, to be shown by the form page. */
const FILERS = 500;
/** Requests of one round: a second or two on a quiet machine. */
const SIZES: Readonly<Record<PeerName | ApplicationName, Readonly<Record<Job, number>>>> = {
  Zhiyuan: { form: 1000, save: 800 },
  'Zhiyuan, all cores': { form: 1500, save: 1000 },
  floor: { form: 6000, save: 2000 },
  Express: { form: 3000, save: 1500 },
  PHP: { form: 3000, save: 1500 },
  Django: { form: 1000, save: 700 },
};

const STATUS: Readonly<Record<Job, number>> = { form: 200, save: 303 };

interface Contestant {
  readonly name: PeerName | ApplicationName;
  readonly processes: string;
  readonly url: string;
  readonly roots: readonly number[];
  /** A code of the saved list. */
  readonly shown: string;
  plan(job: Job, count: number): readonly PlannedRequest[];
}

/** Measures the application and the peers of README.md in turn, and prints one table. */
export async function measurePeers(): Promise<void> {
  const database = await openBenchDatabase();
  const closers = collectClosers();
  closers.push(database.close);
  try {
    const contestants = [
      ...(await enterApplications(database, closers)),
      ...(await enterPeers(database, closers)),
    ];
    const postmaster = await findPostmaster(database.knex);
    const measured: Measured[] = [];
    for (const contestant of contestants) measured.push(await lookAt(contestant));
    const began = os.loadavg()[0] ?? 0;
    for (let round = -Math.max(...Object.values(WARM_UPS)); round < ROUNDS; round += 1)
      for (const job of jobs.filter((one) => round >= -WARM_UPS[one]))
        for (const [at, contestant] of contestants.entries()) {
          const entry = measured[at] as Measured;
          const result = await runRound(contestant, job, postmaster);
          if (round >= 0) entry.rounds[job].push(result);
          entry.megabytes = Math.max(entry.megabytes, readMemory(contestant.roots));
        }
    const missing = peerKinds.map(({ name, listMissing }) => ({ name, packages: listMissing() }));
    tellTable(measured, missing, { began, ended: os.loadavg()[0] ?? 0, connections: CONNECTIONS });
  } finally {
    await closers.closeAll();
  }
}

/** Asks for one page. @throws where it does not show the saved list */
async function lookAt({ name, processes, url, plan, shown }: Contestant): Promise<Measured> {
  const [request] = plan('form', 1) as [PlannedRequest];
  const { body } = await exchange(url, request, 200);
  if (!body.includes(`value="${shown}"`)) throw new Error(`${name}: the page does not show the saved list`);
  return { name, processes, pageBytes: body.length, megabytes: 0, rounds: { form: [], save: [] } };
}

async function runRound(contestant: Contestant, job: Job, postmaster: number): Promise<Round> {
  const { name, url, roots } = contestant;
  const requests = contestant.plan(job, SIZES[name][job]);
  const readMeter = startMeter(roots, postmaster);
  const rate = await sendAll(url, requests, STATUS[job], CONNECTIONS);
  const { own, database, others } = readMeter();
  const perRequest = 1000 / requests.length;
  return { rate, ownMs: own * perRequest, databaseMs: database * perRequest, others };
}

/** The application as one process and as one a core, with candidates who have saved and candidates who are to. */
async function enterApplications(
  { knex, url }: BenchDatabase,
  closers: Closers,
): Promise<readonly Contestant[]> {
  const cores = os.availableParallelism();
  const alone = await startApp(url, { recorded: false });
  closers.push(alone.stop);
  const together = await startApp(url, { recorded: false, env: { WEB_CONCURRENCY: String(cores) } });
  closers.push(together.stop);
  const saves = (ROUNDS + WARM_UPS.save) * (SIZES.Zhiyuan.save + SIZES['Zhiyuan, all cores'].save);
  const world = await populate(knex, alone.url, FILERS + saves);
  await fileLists(knex, alone.url, world);
  let taken = FILERS;
  const saved = new URLSearchParams(world.planSave(candidateAt(world, 0)).body);
  const shared = {
    shown: [...saved.values()].findLast((value) => /^\d{4}$/.test(value)) ?? '',
    plan(job: Job, count: number) {
      if (job === 'form') return repeat(count, (at) => world.planForm(candidateAt(world, at % FILERS)));
      taken += count;
      return repeat(count, (at) => world.planSave(candidateAt(world, taken - count + at)));
    },
  };
  return [
    { ...shared, name: 'Zhiyuan', processes: '1 node', url: alone.url, roots: [alone.pid] },
    {
      ...shared,
      name: 'Zhiyuan, all cores',
      processes: `${cores} node and the one that watches`,
      url: together.url,
      roots: [together.pid],
    },
  ];
}

function candidateAt(world: World, at: number) {
  const candidate = world.candidates[at];
  if (candidate === undefined) throw new Error('nobody is left');
  return candidate;
}

/** Saves lists, and opens the forms again an hour and more later. */
async function fileLists(knex: Knex, url: string, world: World): Promise<void> {
  const filers = world.candidates.slice(0, FILERS);
  await sendAll(url, filers.map(world.planSave), 303, CONNECTIONS);
  const ids = filers.map(({ id }) => id);
  await knex('application_groups')
    .whereIn('candidate_id', ids)
    .update({ last_saved_at: knex.raw("last_saved_at - interval '2 hours'") });
  await knex.raw(
    `insert into form_openings (candidate_id, batch_code, opened_at, expires_at)
     select id, ?, now(), now() + interval '30 minutes' from unnest(?::int[]) as id`,
    [BATCH, ids],
  );
}

async function enterPeers({ knex, url }: BenchDatabase, closers: Closers): Promise<readonly Contestant[]> {
  await fillPeerTables(knex, PEOPLE);
  const entered: Contestant[] = [];
  for (const kind of peerKinds) {
    if (kind.listMissing().length > 0) continue;
    const peer = await startPeer(kind, url);
    closers.push(peer.stop);
    // Saves of it go on where the last round ended.
    let turn = 0;
    const next = () => {
      turn += 1;
      return (turn % PEOPLE) + 1;
    };
    const plan = (job: Job, count: number) =>
      repeat(count, () => (job === 'form' ? planForm(next()) : planSave(next(), SAVED)));
    entered.push({ ...peer, name: kind.name, shown: SAVED.c11_major3 ?? '', plan });
  }
  return entered;
}

const repeat = (count: number, plan: (at: number) => PlannedRequest): readonly PlannedRequest[] =>
  Array.from({ length: count }, (_none, at) => plan(at));

/** The process that all others of this PostgreSQL were started by. */
async function findPostmaster(knex: Knex): Promise<number> {
  const { rows } = await knex.raw('select pg_backend_pid() as pid');
  return findParent(rows[0].pid);
}
