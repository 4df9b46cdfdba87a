import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Shown, writeReliability } from '../support/reliability';
import { createTestClient } from '../support/test-client';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { findFreePort, startProcess, stopProcess } from './restart-parts';

const root = path.resolve(__dirname, '../..');
/** Half an hour is what is promised; a run of minutes alone is no part of the long suite. */
const MINUTES = Number(process.env.ENDURANCE_MINUTES ?? 0);
/** Of one core, which a process has. */
const LOAD = 0.7;
const SLOPE_MB = 1;
const TICKS_A_SECOND = 100;
const candidates = ['21410101119001', '21410101151001'];
const FORM = '/batches/early-other/form';
const PLAN = '/plan?batch=early-other';
/** Of a stay. */
const PAGES = 200;

const long = process.env.LONG && MINUTES > 0 && process.platform === 'linux' ? describe : describe.skip;

/** Seconds of the processor that a process has had, and megabytes that it has now. */
function lookAt(pid: number): { cpu: number; rss: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const [, pages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
  return {
    cpu: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND,
    rss: (Number(pages) * 4096) / 2 ** 20,
  };
}

/** Megabytes a minute by least squares. */
function slopeOf(points: readonly { readonly minute: number; readonly rss: number }[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
  const [x, y] = [mean(points.map(({ minute }) => minute)), mean(points.map(({ rss }) => rss))];
  const sum = (of: (point: { minute: number; rss: number }) => number) =>
    points.reduce((total, point) => total + of(point), 0);
  return sum(({ minute, rss }) => (minute - x) * (rss - y)) / sum(({ minute }) => (minute - x) ** 2);
}

long(`a process under ${LOAD * 100} % load (LONG=1 ENDURANCE_MINUTES=30)`, () => {
  let database: TestDatabase;
  let folder: string;
  let child: ChildProcess;
  let base: string;

  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-endurance-'));
    const port = await findFreePort();
    base = `http://127.0.0.1:${port}`;
    const limits = { SIGN_IN_RATE: '1000', SIGN_IN_MOST: '100000', SHED_LOAD_MS: '0' };
    const env = { DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: 'silent', PORT: String(port) };
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    // Of the heap, as it is deployed.
    const flags: string[] = scripts.start.match(/--max\S+|--min\S+/g);
    child = await startProcess({ ...env, ...limits }, root, flags);
  });
  afterAll(async () => {
    await stopProcess(child);
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  let pauseMs = 20;
  let over = false;
  const counts = { pages: 0, signIns: 0, faults: 0 };

  const count = (status: number) => {
    counts.pages += 1;
    if (status >= 500) counts.faults += 1;
  };

  /** Signs in, reads for a while, signs out, and begins anew. */
  async function stay(candidate: string): Promise<void> {
    while (!over) {
      const client = createTestClient(base);
      count((await client.signIn(candidate)).status);
      counts.signIns += 1;
      await client.get('/batches/early-other/notice');
      await client.post('/batches/early-other/notice', {});
      for (let page = 0; page < PAGES && !over; page += 1) {
        count((await client.get(page % 2 === 0 ? FORM : PLAN)).status);
        await sleep(pauseMs);
      }
      await client.get('/');
      count((await client.post('/sign-out', {})).status);
    }
  }

  it(
    'keeps its memory and leaves no session behind',
    async () => {
      const pid = child.pid ?? 0;
      const people = candidates.flatMap((one) => [one, one, one]).map(stay);
      const points: { minute: number; rss: number }[] = [];
      const began = performance.now();
      let before = lookAt(pid).cpu;
      let [load, busy] = [0, 0];
      for (let at = 0; at < MINUTES * 6; at += 1) {
        await sleep(10_000);
        const { cpu, rss } = lookAt(pid);
        load = (cpu - before) / 10;
        before = cpu;
        busy += load;
        // Towards the load that is asked for.
        pauseMs = Math.max(
          0,
          Math.min(500, pauseMs * Math.min(2, Math.max(0.5, load / LOAD)) + (load > LOAD ? 1 : -1)),
        );
        points.push({ minute: (performance.now() - began) / 60_000, rss });
      }
      over = true;
      await Promise.all(people);
      // The first half fills caches and heap; of each half minute the least is what garbage leaves.
      const settled = points.slice(Math.floor(points.length / 2));
      const least = settled.filter(({ rss }, at) => {
        const half = settled.slice(at - (at % 3), at - (at % 3) + 3).map((point) => point.rss);
        return rss === Math.min(...half);
      });
      const slope = slopeOf(least);
      const open = Number((await database.knex('sessions').count({ count: '*' }))[0]?.count);
      const [first, last] = [least[0]?.rss ?? 0, least.at(-1)?.rss ?? 0];
      const figures: Shown['figures'] = [
        ['minutes', MINUTES],
        ['load of the process, of one core', `${Math.round((busy / points.length) * 100)} %`],
        ['pages, sign-ins', `${counts.pages}, ${counts.signIns}`],
        ['memory behind the first half, and at the end', `${first.toFixed(0)} MB, ${last.toFixed(0)} MB`],
        ['slope of the least of each half minute', `${slope.toFixed(2)} MB a minute`],
        ['sessions left behind', open],
      ];
      process.stdout.write(`${figures.map((pair) => pair.join(': ')).join('; ')}\n`);
      writeReliability({ promise: 'P46', test: 'test/operations/endurance.test.ts', figures });
      expect(counts.faults).toBe(0);
      expect(slope).toBeLessThan(SLOPE_MB);
      // Whoever signed in elsewhere ended the one before; whoever signed out has none.
      expect(open).toBeLessThanOrEqual(candidates.length);
    },
    (MINUTES + 2) * 60_000,
  );
});
