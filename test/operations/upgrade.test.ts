import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Migration, migrations } from '../../migrations';
import { migrateToLatest } from '../../src/infrastructure/database/migrate';
import { judgeMigration } from '../infrastructure/database/judge-migration';
import { type Shown, writeReliability } from '../support/reliability';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import {
  type Answers,
  findFreePort,
  hasNginx,
  pressWhile,
  startNginx,
  startProcess,
  stopProcess,
} from './restart-parts';
import { type LongestLocks, watchLocks } from './watch-locks';

const candidates = ['21410101151001', '21410101119001'];
const GOOD = ['GET /sign-in 200', 'GET form 200', 'POST /sign-in 403', 'POST draft 200'];
const LONGEST_LOCK_MS = 1000;

/** What the next version may bring: columns, checks and an index where everybody reads and writes. */
const NEXT: readonly Migration[] = [
  [
    '9001-columns',
    `alter table candidates add column next_note text not null default '';
     alter table application_groups add column next_note text, add column next_count integer not null default 0;
     alter table application_drafts add column next_note text;
     alter table sessions add column next_note text`,
  ],
  [
    '9002-table',
    `create table next_notes (id bigint generated always as identity primary key, candidate_id bigint references candidates (id));
     alter table application_drafts add constraint next_sound check (next_note <> '') not valid`,
  ],
  ['9003-validated', 'alter table application_drafts validate constraint next_sound'],
].map(([name = '', sql = '']) => ({
  name,
  up: async (knex) => void (await knex.raw(sql)),
  down: async () => undefined,
  ...(name === '9002-table' ? { indexes: { next_drafts: 'application_drafts (batch_code, revision)' } } : {}),
}));

const long = process.env.LONG && hasNginx() ? describe : describe.skip;

long('an upgrade under load, behind the nginx of deploy/', () => {
  let database: TestDatabase;
  let folder: string;
  let front: number;
  let ports: readonly number[];
  const processes: ChildProcess[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-upgrade-'));
    front = await findFreePort();
    ports = [await findFreePort(), await findFreePort()];
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map(stopProcess));
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  const shown: Shown['figures'][number][] = [];
  const tell = (what: string, answers: Answers, locks: LongestLocks) => {
    const failed = Object.keys(answers).filter((kind) => !GOOD.includes(kind));
    const sum = Object.values(answers).reduce((total, count) => total + count, 0);
    const figure = `${sum} answers, ${failed.length === 0 ? 'none failed' : failed.join(', ')}; a table kept ${locks.held} ms, waited for ${locks.waited} ms at most`;
    process.stdout.write(`${what}: ${figure}\n`);
    shown.push([what, figure]);
  };
  afterAll(() => {
    if (shown.length > 0)
      writeReliability({ promise: 'P30', test: 'test/operations/upgrade.test.ts', figures: shown });
  });

  const start = (at: number, program?: string) =>
    startProcess(
      {
        DATABASE_URL: database.url,
        TRUSTED_PROXIES: 'loopback',
        LOG_LEVEL: 'warn',
        SHED_LOAD_MS: '0',
        DATA_DIR: folder,
        PORT: String(ports[at]),
      },
      program,
    );

  it('changes the schema while this version serves: nothing fails, nobody waits for a second', async () => {
    database = await createTestDatabase({ demo: true });
    for (const one of NEXT) expect(await judgeMigration(one)).toEqual([]);
    processes.push(await start(0), await start(1));
    processes.push(await startNginx(folder, front, ports));
    let locks = { held: 0, waited: 0 };
    const answers = await pressWhile({ front, candidates, forms: 0 }, async () => {
      await sleep(5_000);
      locks = await watchLocks(database.url, async () => {
        for (let upTo = 1; upTo <= NEXT.length; upTo += 1) {
          await migrateToLatest(database.knex, [...migrations, ...NEXT.slice(0, upTo)]);
          await sleep(2_000);
        }
      });
      // One that dies is replaced by the same version: it serves on what the next one made.
      await stopProcess(processes[0] as ChildProcess);
      processes[0] = await start(0);
      await sleep(3_000);
    });
    tell('migrations of a next version', answers, locks);
    expect(Object.keys(answers).toSorted()).toEqual(GOOD);
    expect(Math.max(locks.held, locks.waited)).toBeLessThan(LONGEST_LOCK_MS);
  }, 300_000);

  const previous = process.env.PREVIOUS ?? '';
  const withPrevious = previous === '' ? it.skip : it;
  withPrevious(
    'puts this version in the place of PREVIOUS, a built checkout of the one before, one process after the other',
    async () => {
      database = await createTestDatabase({ bare: true });
      processes.push(await start(0, previous));
      processes.push(await start(1, previous));
      processes.push(await startNginx(folder, front, ports));
      let locks = { held: 0, waited: 0 };
      const answers = await pressWhile({ front, candidates, forms: 0 }, async () => {
        await sleep(5_000);
        locks = await watchLocks(database.url, async () => {
          for (const at of [0, 1]) {
            await stopProcess(processes[at] as ChildProcess);
            processes[at] = await start(at);
            // Both versions on the schema of this one.
            await sleep(5_000);
          }
        });
      });
      tell('this version in the place of the one before', answers, locks);
      expect(Object.keys(answers).toSorted()).toEqual(GOOD);
      expect(Math.max(locks.held, locks.waited)).toBeLessThan(LONGEST_LOCK_MS);
    },
    300_000,
  );
});
