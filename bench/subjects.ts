import bcrypt from 'bcrypt';
import { demoPassword } from '../seeds/demo/people';
import type { FloorOrders, FloorPorts } from './floor';
import { listPlanQueries } from './large-plan';
import { type PlannedRequest, sendAll } from './load';
import { type Comparison, measurePairs, median, WARM_UPS } from './pairs';
import { findPgbench, runUnderPgbench } from './pgbench';
import type { BenchCandidate } from './population';
import type { RunningApp, RunningFloor } from './processes';
import type { Stage } from './recording';
import { PLAN_QUERIES, type World } from './world';

export const PAIRS = 7;
/** Requests of one round. */
const ROUND = { lookUp: 12_000, planQuery: 6000, freshQuery: 300, form: 1500, save: 1000, signIn: 300 };
const PGBENCH_RUNS = 3;
/** Browsers at once. */
const CONNECTIONS = 20;
/** Sign-ins with a hash of little work, by which node compiles what a sign-in runs: by itself that takes minutes. */
const EASY_SIGN_INS = 4000;
/** Candidates that all subjects together use up. */
export const CANDIDATES =
  4 * ROUND.form +
  (2 * (PAIRS + WARM_UPS) + PGBENCH_RUNS) * ROUND.save +
  (PAIRS + WARM_UPS) * ROUND.signIn +
  EASY_SIGN_INS;

const TARGETS = { lookUp: 0.9, planQuery: 0.7, form: 0.5, save: 0.6, signIn: 0.9 };

export type Subject = keyof typeof TARGETS;

export const subjects: readonly Subject[] = ['lookUp', 'planQuery', 'form', 'save', 'signIn'];

export interface Parts {
  readonly app: RunningApp;
  readonly floor: RunningFloor;
  readonly ports: FloorPorts;
  readonly orders: FloorOrders;
  readonly world: World;
  /** So many candidates whom nobody has used. */
  take(count: number): readonly BenchCandidate[];
}

/** What a form is called, and how many requests make a round of it. */
interface Measured {
  readonly name: string;
  readonly round: number;
}

export async function measureForm(
  { app, ports, world, take, orders }: Parts,
  { name, round }: Measured,
): Promise<readonly BenchCandidate[]> {
  const candidates = take(round);
  const requests = candidates.map(world.planForm);
  const send = (url: string, asked: readonly PlannedRequest[]) => () => sendAll(url, asked, 200, CONNECTIONS);
  const floor = send(at(ports.form), requests);
  const compared = await measurePairs(PAIRS, send(app.url, requests), floor);
  tell(`${name} / node:http + same SQL`, compared, TARGETS.form);
  await tellPgbench(name, orders, orders.form.stages, () => candidates);
  return candidates;
}

export async function measureSave(
  { app, ports, world, take, orders }: Parts,
  { name, round }: Measured,
): Promise<void> {
  const send = (url: string) => () => sendAll(url, take(round).map(world.planSave), 303, CONNECTIONS);
  const compared = await measurePairs(PAIRS, send(app.url), send(at(ports.save)));
  tell(`${name} / node:http + same SQL`, compared, TARGETS.save);
  await tellPgbench(name, orders, orders.save.stages, () => take(round));
}

/** Candidates that `measureForm` and `measureSave` use up. */
export const countUsed = (forms: number, saves: number): number =>
  forms + (2 * (PAIRS + WARM_UPS) + PGBENCH_RUNS) * saves;

export const measure: Record<Subject, (parts: Parts) => Promise<void>> = {
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

  async form(parts) {
    const candidates = await measureForm(parts, { name: 'form page', round: ROUND.form });
    const { app, world } = parts;
    const requests = candidates.map(world.planForm);
    const send = (asked: readonly PlannedRequest[]) => () => sendAll(app.url, asked, 200, CONNECTIONS);
    const gzip = requests.map((request) => ({
      ...request,
      headers: { ...request.headers, 'Accept-Encoding': 'gzip' },
    }));
    const compressed = await measurePairs(PAIRS, send(gzip), send(requests));
    tell('form page with gzip / without (for information)', compressed);
  },
  save: (parts) => measureSave(parts, { name: 'save', round: ROUND.save }),

  async signIn({ app, floor, world, take }) {
    /** They are signed in nowhere else, as at the opening. */
    const signInAll = async (count: number, hash: string) => {
      const candidates = take(count);
      await world.signOut(candidates, hash);
      return sendAll(app.url, candidates.map(world.planSignIn), 303, CONNECTIONS);
    };
    await signInAll(EASY_SIGN_INS, await bcrypt.hash(demoPassword, 4));
    const signIn = () => signInAll(ROUND.signIn, world.passwordHash);
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

async function tellPgbench(
  name: string,
  { databaseUrl }: FloorOrders,
  stages: readonly Stage[],
  candidates: () => readonly BenchCandidate[],
): Promise<void> {
  const program = findPgbench();
  if (program === null) {
    console.log(`${name}: no pgbench on this machine (Debian: postgresql-contrib)`);
    return;
  }
  const runs: number[] = [];
  for (let run = 0; run < PGBENCH_RUNS; run += 1)
    runs.push(await runUnderPgbench(program, databaseUrl, stages, candidates()));
  console.log(`${name}, the same statements under pgbench: ${median(runs).toFixed(0)} a second`);
}
