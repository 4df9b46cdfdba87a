import os from 'node:os';
import { demoPassword } from '../seeds/demo/people';
import { openBenchDatabase } from './database';
import type { FloorPorts } from './floor';
import { listPlanQueries } from './large-plan';
import { type PlannedRequest, sendAll } from './load';
import { type Comparison, measurePairs } from './pairs';
import type { BenchCandidate } from './population';
import { type RunningApp, type RunningFloor, startApp, startFloor } from './processes';
import { PLAN_QUERIES, populate, recordOrders, type World } from './world';

const PAIRS = 7;
/** Requests of one round. */
const ROUND = { lookUp: 12_000, planQuery: 6000, freshQuery: 300, form: 1500, save: 1000, signIn: 60 };
/** Browsers at once. */
const CONNECTIONS = 20;
const TARGETS = { lookUp: 0.9, planQuery: 0.7, form: 0.5, save: 0.6, signIn: 0.9 };

type Subject = keyof typeof TARGETS;

const subjects: readonly Subject[] = ['lookUp', 'planQuery', 'form', 'save', 'signIn'];

interface Parts {
  readonly app: RunningApp;
  readonly floor: RunningFloor;
  readonly ports: FloorPorts;
  readonly world: World;
  /** So many candidates whom nobody has used. */
  take(count: number): readonly BenchCandidate[];
}

const measure: Record<Subject, (parts: Parts) => Promise<void>> = {
  async lookUp({ app, ports, world }) {
    const request = { method: 'GET', path: world.lookUpPath, headers: {} } as const;
    const requests = Array.from({ length: ROUND.lookUp }, () => request);
    const send = (url: string) => () => sendAll(url, requests, 200, CONNECTIONS);
    const floor = send(at(ports.expressLookUp));
    tell(
      'code look-up / bare Express route',
      await measurePairs(PAIRS, send(app.url), floor),
      TARGETS.lookUp,
    );
    const bare = await measurePairs(PAIRS, send(app.url), send(at(ports.lookUp)));
    tell('code look-up / bare node:http (for information)', bare);
  },

  async planQuery({ app, ports, world, take }) {
    const ask = (paths: readonly string[]): readonly PlannedRequest[] =>
      Array.from({ length: ROUND.planQuery }, (_none, at) => ({
        method: 'GET',
        path: paths[at % paths.length] ?? '',
        headers: {},
      }));
    const send = (url: string, requests: readonly PlannedRequest[]) => () =>
      sendAll(url, requests, 200, CONNECTIONS);
    const floor = send(at(ports.planQuery), ask(PLAN_QUERIES));
    tell(
      'plan query at 60,000 rows / bare Express route',
      await measurePairs(PAIRS, send(app.url, ask(PLAN_QUERIES)), floor),
      TARGETS.planQuery,
    );
    let asked = PLAN_QUERIES.length;
    const fresh = () => {
      asked += ROUND.freshQuery;
      const requests = ask(listPlanQueries(ROUND.freshQuery, asked)).slice(0, ROUND.freshQuery);
      return sendAll(app.url, requests, 200, CONNECTIONS);
    };
    tell(
      'plan query never asked before / bare Express route (for information)',
      await measurePairs(PAIRS, fresh, floor),
    );
    const requests = take(ROUND.form).map(world.planPlans);
    const page = await measurePairs(PAIRS, send(app.url, requests), send(at(ports.plans), requests));
    tell('招生计划 page / node:http + same SQL (for information)', page);
  },

  async form({ app, ports, world, take }) {
    const requests = take(ROUND.form).map(world.planForm);
    const send = (url: string, asked: readonly PlannedRequest[]) => () =>
      sendAll(url, asked, 200, CONNECTIONS);
    const floor = send(at(ports.form), requests);
    tell(
      'form page / node:http + same SQL',
      await measurePairs(PAIRS, send(app.url, requests), floor),
      TARGETS.form,
    );
    const gzip = requests.map((request) => ({
      ...request,
      headers: { ...request.headers, 'Accept-Encoding': 'gzip' },
    }));
    const compressed = await measurePairs(PAIRS, send(app.url, gzip), send(app.url, requests));
    tell('form page with gzip / without (for information)', compressed);
  },

  async save({ app, ports, world, take }) {
    const round = (url: string) => () => sendAll(url, take(ROUND.save).map(world.planSave), 303, CONNECTIONS);
    tell(
      'save / node:http + same SQL',
      await measurePairs(PAIRS, round(app.url), round(at(ports.save))),
      TARGETS.save,
    );
  },

  async signIn({ app, floor, world, take }) {
    const signIn = () => sendAll(app.url, take(ROUND.signIn).map(world.planSignIn), 303, CONNECTIONS);
    const compare = async () => {
      const started = performance.now();
      await floor.compare({ password: demoPassword, hash: world.passwordHash, count: ROUND.signIn });
      return (ROUND.signIn * 1000) / (performance.now() - started);
    };
    tell('sign-in / raw bcrypt', await measurePairs(PAIRS, signIn, compare), TARGETS.signIn);
  },
};

const at = (port: number) => `http://127.0.0.1:${port}`;

function tell(name: string, { app, floor, ratio, lowest, highest }: Comparison, target?: number): void {
  const figures = `${app.toFixed(0)} / ${floor.toFixed(0)} a second`;
  const spread = `pairs from ${lowest.toFixed(2)} to ${highest.toFixed(2)}`;
  const verdict = target === undefined ? '' : ratio >= target ? `, ≥ ${target} holds` : `, BELOW ${target}`;
  console.log(`${name}: ${ratio.toFixed(2)}${verdict} (${figures}; ${spread})`);
}

/** Measures what is named on the command line, or everything. */
async function run(chosen: readonly Subject[]): Promise<void> {
  console.log(`node ${process.version}, ${os.availableParallelism()} cores, medians of ${PAIRS} pairs`);
  const database = await openBenchDatabase();
  const closers: (() => Promise<void>)[] = [database.close];
  try {
    const recorded = await startApp(database.url, { recorded: true });
    closers.push(recorded.stop);
    const rounds = 2 * (PAIRS + 1);
    const world = await populate(
      database.knex,
      recorded.url,
      2 + 2 * ROUND.form + rounds * ROUND.save + rounds * ROUND.signIn,
    );
    const orders = await recordOrders(recorded, database.url, world);
    await recorded.stop();
    const app = await startApp(database.url, { recorded: false });
    closers.push(app.stop);
    const floor = startFloor();
    closers.push(floor.stop);
    const ports = await floor.open(orders);
    let taken = 2;
    const take = (count: number) => {
      taken += count;
      return world.candidates.slice(taken - count, taken);
    };
    for (const subject of chosen) await measure[subject]({ app, floor, ports, world, take });
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

const asked = subjects.filter((subject) => process.argv.includes(subject));
run(asked.length > 0 ? asked : subjects).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
