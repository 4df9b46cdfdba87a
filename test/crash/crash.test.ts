import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  applicationUrlOf,
  EMBEDDED_APPLICATION,
} from '../../src/infrastructure/database/embedded/application-role';
import { lookAround } from '../../src/operations/find-drift';
import { drawFrom } from '../domain/ledger/sample-ledger';
import { writeReliability } from '../support/reliability';
import { startTestApp } from '../support/test-app';
import { createFilers, type Filed } from './filers';
import { checkHistories } from './history';
import { startPrograms, usualApp } from './programs';
import { MAX_SAVES, openOwnScene, openSharedScene, type Scene } from './scene';

const LONG = process.env.LONG === '1';
const long = LONG ? describe : describe.skip;
const PLANTS = path.join(__dirname, 'plants.ts');
const CLIENTS = 24;
const CANDIDATES = 40;
/** In npm test. */
const FEW = 12;

/** What a killed process has sent may still be on its way. */
const SETTLING_MS = LONG ? 500 : 50;
/** Between two kills, once all that died is there again; Redis and the database come back within a second. */
const PAUSE_MS = 3_000;
/** Between two cuts of all connections. */
const CUT_MS = 300;

/** Faults of plants.ts, and what would keep them from showing in the database. */
const FAULTS = [
  [
    'no row lock',
    `create or replace function hold_filing(candidate bigint, seen_reference bigint, seen_mark text)
       returns boolean language sql as 'select true';
     alter table application_versions drop constraint application_versions_candidate_id_group_code_ordinal_key`,
  ],
  ['a cached read', 'select'],
  ['a receipt before the commit', 'select'],
  ['a retry without its token', 'select'],
] as const;

interface Run {
  readonly operations: number;
  /** Requests for one candidate before another takes the place. */
  readonly each: number;
  /** They go on until so much was killed or cut, too. */
  readonly kills: number;
}

/** What goes on meanwhile; each time with a request under way is noted. */
interface Stir {
  /** @returns ends it */
  begin(note: (what: string) => void): () => Promise<void>;
}

interface Outcome extends Filed {
  readonly violations: Awaited<ReturnType<typeof checkHistories>>;
  /** What was killed or cut with a request under way. */
  readonly kills: readonly string[];
  readonly seconds: number;
}

/** Files from all sides, and compares what was told with one request at a time. */
async function fileAndCompare(scene: Scene, run: Run, urls: readonly string[], stir: Stir): Promise<Outcome> {
  const { operations, each } = run;
  const { knex, candidates, bodies } = scene;
  const draw = drawFrom(operations);
  const stirred: string[] = [];
  const isEnough = () => stirred.length >= run.kills;
  const filers = createFilers({
    ...{ urls, candidates, clients: CLIENTS, active: CANDIDATES, each, operations, isEnough, draw },
  });
  const begun = performance.now();
  const still = stir.begin((what) => filers.countInFlight() > 0 && stirred.push(what));
  const filed = await filers.run();
  const seconds = (performance.now() - begun) / 1000;
  await still();
  // What somebody who is gone has sent may still be on its way.
  await sleep(SETTLING_MS);
  const violations = await checkHistories(knex, filed.histories, bodies, MAX_SAVES);
  return { ...filed, violations, kills: stirred, seconds };
}

/** Programs of their own, which a killer kills. */
async function play(scene: Scene, run: Run, fault: string | null, pauseMs: number): Promise<Outcome> {
  const databaseUrl = applicationUrlOf(scene.url);
  const app = fault === null ? usualApp : { preload: PLANTS, env: { FAULT: fault } };
  const apps = [app, app];
  const programs = await startPrograms({ databaseUrl, ownsServer: true, redis: fault === null, apps });
  const stir: Stir = {
    begin(note) {
      if (pauseMs > 0) programs.letKill(run.operations, pauseMs, note);
      return async () => {
        await programs.calm();
        await programs.stop();
      };
    },
  };
  try {
    return await fileAndCompare(scene, run, programs.urls, stir);
  } catch (error) {
    throw new Error(`${error}\n${programs.readLogs()}`);
  } finally {
    await programs.stop();
  }
}

const countMails = async ({ knex }: Scene) => {
  const [mails, versions] = await Promise.all([
    knex('mails').where({ kind: 'choiceListSaved' }).count('* as count').first(),
    knex('application_versions').count('* as count').first(),
  ]);
  return [Number(mails?.count), Number(versions?.count)];
};

const describeOutcome = ({ operations, counts, kills, seconds, violations }: Outcome) =>
  `${operations} operations in ${Math.round(seconds)} s ${JSON.stringify(counts)}, ${kills.length} kills, ${violations.length} violations\n`;

it('saves over two applications are as if one came at a time, while connections are cut', async () => {
  const scene = await openSharedScene(FEW);
  const { knex, url } = scene;
  const database = { url, knex, drop: async () => undefined };
  // knex tells of each connection that is cut.
  const silent = jest.spyOn(console, 'log').mockImplementation();
  const apps = [await startTestApp({ database }), await startTestApp({ database })];
  const cut = `select count(pg_terminate_backend(pid)) from pg_stat_activity
    where datname = current_database() and usename = ?`;
  const stir: Stir = {
    begin(note) {
      let busy: Promise<unknown> = Promise.resolve();
      const timer = setInterval(() => {
        note('connections');
        busy = knex.raw(cut, [EMBEDDED_APPLICATION]);
      }, CUT_MS);
      return async () => {
        clearInterval(timer);
        await busy;
      };
    },
  };
  try {
    const urls = apps.map((app) => app.url);
    const outcome = await fileAndCompare(scene, { operations: 300, each: 300, kills: 1 }, urls, stir);
    expect(outcome.violations).toEqual([]);
    expect(outcome.kills.length).toBeGreaterThan(0);
    expect(outcome.counts.saved).toBeGreaterThan(30);
    const [mails, versions] = await countMails(scene);
    expect(mails).toBe(versions);
  } finally {
    silent.mockRestore();
    for (const app of apps) await app.close();
    await scene.close();
  }
});

/** What cannot be explained. */
const sayOf = (call: Outcome['violations'][number]['open'][number] | undefined) =>
  call === undefined ? 'nothing' : `told *${call.answer}* where *${call.instead}* was due`;

long('with application, database and Redis killed', () => {
  const runs: Outcome[] = [];
  const caught: [string, string][] = [];
  function report(): void {
    const [run] = runs;
    if (run === undefined) return;
    const test = 'test/crash/crash.test.ts';
    const count = (what: RegExp) => run.kills.filter((kill) => what.test(kill)).length;
    const { saved = 0 } = run.counts;
    writeReliability({
      ...{ promise: 'P1', test },
      figures: [
        [`operations, ${CLIENTS} clients, ${CANDIDATES} candidates at once, two processes`, run.operations],
        [
          'candidates whose history was compared with the model',
          run.histories.filter(({ exchanges }) => exchanges.length > 0).length,
        ],
        ['kills with requests under way', run.kills.length],
        ['of them of a process of the application', count(/application/)],
        ['of them of PostgreSQL with all its processes', count(/database/)],
        ['of them of Redis', count(/Redis/)],
        [
          'answers',
          Object.entries(run.counts)
            .map((pair) => pair.reverse().join(' '))
            .join(', '),
        ],
        ['histories that one request at a time does not explain', run.violations.length],
      ],
      planted: caught,
    });
    writeReliability({
      ...{ promise: 'P7', test },
      figures: [
        ['kills -9 of PostgreSQL with all its processes under saves', count(/database/)],
        ['receipts given', saved],
        ['receipts whose save was lost', 0],
      ],
      planted: caught.filter(([fault]) => fault === 'a receipt before the commit'),
    });
    writeReliability({
      ...{ promise: 'P24', test },
      figures: [
        ['kills of Redis under saves, sessions lost with it', count(/Redis/)],
        ['saves lost or doubled', 0],
      ],
    });
  }

  it('24 clients file for 40 candidates at once as if one came at a time', async () => {
    const operations = Number(process.env.OPERATIONS ?? 20_000);
    const kills = Math.ceil(operations / 334);
    const scene = await openOwnScene(operations / 20);
    try {
      const outcome = await play(scene, { operations, each: 50, kills }, null, PAUSE_MS);
      process.stdout.write(describeOutcome(outcome));
      expect(outcome.violations).toEqual([]);
      // Trouble is told as trouble: 503.
      expect(outcome.counts).not.toHaveProperty(['not understood: 500']);
      const [mails, versions] = await countMails(scene);
      expect(mails).toBe(versions);
      const { drifts } = await scene.knex.transaction((transaction) => lookAround(transaction, null));
      expect(drifts).toEqual([]);
      expect(outcome.kills.length).toBeGreaterThanOrEqual(kills);
      runs.push(outcome);
      report();
    } finally {
      await scene.close();
    }
  }, 1_800_000);

  it.each(FAULTS)(
    '%s is found',
    async (fault, unlock) => {
      const scene = await openOwnScene(CANDIDATES);
      try {
        await scene.knex.raw(unlock);
        const outcome = await play(scene, { operations: 1_500, each: 1_500, kills: 0 }, fault, 0);
        process.stdout.write(`${fault}: ${describeOutcome(outcome)}`);
        expect(outcome.violations.length).toBeGreaterThan(0);
        const [first] = outcome.violations;
        caught.push([
          fault,
          `${outcome.violations.length} of ${CANDIDATES} histories; the first: ${sayOf(first?.open.find(({ answer }) => answer !== null))}`,
        ]);
        report();
      } finally {
        await scene.close();
      }
    },
    300_000,
  );
});
