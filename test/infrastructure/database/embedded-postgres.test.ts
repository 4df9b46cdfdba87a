import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProcessRunning } from '../../../src/infrastructure/database/embedded/process-identity';
import { ask, type Checkout, createCheckout, type Use } from './embedded-checkout';

let checkout: Checkout;
const spawned: ChildProcess[] = [];

beforeAll(() => {
  checkout = createCheckout(0o755);
});

afterAll(() => {
  for (const child of spawned) child.kill('SIGKILL');
  checkout.remove();
});

describe('one process', () => {
  test('gets a server with the right locale, order, time zone and durability, for a role without power', async () => {
    const use = await checkout.use();
    expect(use.adopted).toBe(false);
    const [settings] = await ask(
      use,
      `select rolsuper, rolcreatedb, current_database() as database, pg_encoding_to_char(encoding) as encoding,
         datcollate as collate, current_setting('timezone') as timezone, current_setting('fsync') as fsync,
         current_setting('full_page_writes') as full_page_writes,
         current_setting('synchronous_commit') as synchronous_commit,
         current_setting('listen_addresses') as listen_addresses
       from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
    );
    expect(settings).toEqual({
      rolsuper: false,
      rolcreatedb: false,
      database: 'zhiyuan',
      encoding: 'UTF8',
      collate: 'C',
      timezone: 'UTC',
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      listen_addresses: '127.0.0.1',
    });
    const names = await ask(
      use,
      `select name from (values ('郑州'), ('安阳'), ('洛阳')) as t (name) order by name collate "zh-x-icu"`,
    );
    expect(names.map(({ name }) => name)).toEqual(['安阳', '洛阳', '郑州']);
    await ask(use, 'create table kept (id integer)');
    await ask(use, 'insert into kept values (1)');
    await use.stop();
  });

  test('writes down what failed, and nothing of the row or the statement', async () => {
    const use = await checkout.use();
    const marks = { unique: '41010220010203771X', checked: '19987653219', typed: '阚鋆犇' };
    await ask(use, 'create table noted (number text unique check (length(number) > 15))');
    await ask(use, `insert into noted values ('${marks.unique}')`);
    for (const [sql, said] of [
      [`insert into noted values ('${marks.unique}')`, 'duplicate key value'],
      [`insert into noted values ('${marks.checked}')`, 'violates check constraint'],
      [`select nothing from noted where number = '${marks.typed}'`, 'does not exist'],
    ] as const)
      await expect(ask(use, sql)).rejects.toThrow(said);
    const [set] = await ask(use, "select current_setting('log_error_verbosity') as verbosity");
    expect(set).toEqual({ verbosity: 'terse' });
    const log = readFileSync(path.join(checkout.dataDir, 'postgres.log'), 'utf8');
    for (const said of ['duplicate key value', 'violates check constraint', 'does not exist'])
      expect(log).toContain(said);
    for (const mark of Object.values(marks)) expect(log).not.toContain(mark);
    await ask(use, 'drop table noted');
    await use.stop();
  });

  test('keeps the passwords to itself, asks everybody for one, and shows the server none of its variables', async () => {
    const use = await checkout.use({ env: { ...process.env, DATA_KEY: 'secret of the application' } });
    expect(statSync(path.join(checkout.dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
    const wrong = use.connectionString.replace(/:[0-9a-f]+@/, ':wrong@');
    await expect(ask({ connectionString: wrong }, 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
    if (process.platform === 'linux') {
      expect(readFileSync(`/proc/${findServerPid()}/environ`, 'utf8')).not.toContain(
        'secret of the application',
      );
    }
    await use.stop();
  });

  test('stops the server with its last word, and finds its data again', async () => {
    const first = await checkout.use();
    const pid = findServerPid();
    await first.stop();
    expect(isProcessRunning(pid)).toBe(false);
    expect(existsSync(path.join(checkout.dataDir, 'postgres/postmaster.pid'))).toBe(false);
    const second = await checkout.use();
    expect(second.adopted).toBe(false);
    expect(await countKept(second)).toBe(1);
    await second.stop();
  });

  test('Ctrl-C in the terminal reaches the process and not the server', async () => {
    const use = await checkout.use();
    const pid = findServerPid();
    process.kill(-use.pid, 'SIGINT');
    await sleep(300);
    expect(findServerPid()).toBe(pid);
    expect(await countKept(use)).toBe(1);
    await use.stop();
  });

  test('sets new passwords when postgres.json is lost', async () => {
    rmSync(path.join(checkout.dataDir, 'postgres.json'));
    const use = await checkout.use();
    expect(await countKept(use)).toBe(1);
    await use.stop();
  });
});

describe('accidents', () => {
  test('kill -9 of the process: the next one adopts the server, and stops it as its owner', async () => {
    const killed = await checkout.use();
    const pid = findServerPid();
    await killed.kill();
    const next = await checkout.use();
    expect(next.adopted).toBe(true);
    expect(findServerPid()).toBe(pid);
    expect(next.connectionString).toBe(killed.connectionString);
    expect(await countKept(next)).toBe(1);
    await next.stop();
    expect(isProcessRunning(pid)).toBe(false);
  });

  test('kill -9 of the server in use: it comes back at the same address with what was committed', async () => {
    const use = await checkout.use();
    const pid = findServerPid();
    await ask(use, 'insert into kept values (2)');
    process.kill(pid, 'SIGKILL');
    await waitUntil(() => countKept(use).then((count) => count === 2));
    expect(findServerPid()).not.toBe(pid);
    await use.stop();
  });

  test('kill -9 of both: the next start recovers', async () => {
    const use = await checkout.use();
    await ask(use, 'insert into kept values (3)');
    process.kill(findServerPid(), 'SIGKILL');
    await use.kill();
    const next = await checkout.use();
    expect(next.adopted).toBe(false);
    expect(await countKept(next)).toBe(3);
    await next.stop();
  });

  test('a postmaster.pid whose number another program has by now', async () => {
    const use = await checkout.use();
    const pidFile = path.join(checkout.dataDir, 'postgres/postmaster.pid');
    const [, ...rest] = readFileSync(pidFile, 'utf8').split('\n');
    process.kill(findServerPid(), 'SIGKILL');
    await use.kill();
    // The same account: the server would take a stranger's process for gone by itself.
    const { uid, gid } = statSync(path.dirname(pidFile));
    const other = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
    spawned.push(other);
    writeFileSync(pidFile, [other.pid, ...rest].join('\n'));
    const next = await checkout.use();
    expect(next.adopted).toBe(false);
    expect(await countKept(next)).toBe(3);
    expect(other.exitCode ?? other.signalCode).toBeNull();
    await next.stop();
  });

  test('a lock of a process that is gone', async () => {
    const gone = { pid: process.pid, startedAt: 'another start', turn: '0' };
    writeFileSync(path.join(checkout.dataDir, 'postgres.lock'), JSON.stringify(gone));
    const use = await checkout.use();
    await use.stop();
    expect(existsSync(path.join(checkout.dataDir, 'postgres.lock'))).toBe(false);
  });

  test('an initdb that was interrupted', async () => {
    const dataDir = path.join(checkout.path, '.data-interrupted');
    renameSync(path.join(checkout.dataDir, 'postgres'), path.join(checkout.dataDir, 'postgres.unfinished'));
    rmSync(path.join(checkout.dataDir, 'postgres.unfinished/PG_VERSION'));
    renameSync(checkout.dataDir, dataDir);
    const use = await checkout.use({ dataDir });
    expect(await ask(use, `select 1 from pg_tables where tablename = 'kept'`)).toEqual([]);
    await use.stop();
  });
});

describe('two processes', () => {
  test('that start at once share one server; it stops with the last, whoever began', async () => {
    const uses = await Promise.all([checkout.use(), checkout.use()]);
    const [owner, guest] = uses.sort((a, b) => Number(a.adopted) - Number(b.adopted));
    if (owner === undefined || guest === undefined) throw new Error('two were started');
    expect([owner.adopted, guest.adopted]).toEqual([false, true]);
    expect(guest.connectionString).toBe(owner.connectionString);
    await owner.stop();
    expect(owner.log.join()).toContain(`process ${guest.pid} uses it`);
    expect(await ask(guest, 'select 1 as one')).toEqual([{ one: 1 }]);

    const visitor = await checkout.use();
    await visitor.stop();
    expect(await ask(guest, 'select 1 as one')).toEqual([{ one: 1 }]);
    const pid = findServerPid();
    await guest.stop();
    expect(isProcessRunning(pid)).toBe(false);
  });

  test('one starts the server again, at the address that the other knows, while that one cannot', async () => {
    const frozen = await checkout.use();
    process.kill(frozen.pid, 'SIGSTOP');
    process.kill(findServerPid(), 'SIGKILL');
    const other = await checkout.use();
    expect(other.adopted).toBe(false);
    expect(other.connectionString).toBe(frozen.connectionString);
    process.kill(frozen.pid, 'SIGCONT');
    await other.stop();
    expect(await ask(frozen, 'select 1 as one')).toEqual([{ one: 1 }]);
    await frozen.stop();
  });
});

function findServerPid(): number {
  return Number.parseInt(readFileSync(path.join(checkout.dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);
}

async function countKept(use: Pick<Use, 'connectionString'>): Promise<number> {
  return (await ask(use, 'select id from kept')).length;
}

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition().catch(() => false))) await sleep(50);
}
