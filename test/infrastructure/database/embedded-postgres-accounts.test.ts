import { execFileSync, spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { isProcessRunning } from '../../../src/infrastructure/database/embedded/process-identity';
import { chooseServerAccount } from '../../../src/infrastructure/database/embedded/server-account';
import { ask, type Checkout, createCheckout } from './embedded-checkout';

const isRoot = process.getuid?.() === 0;
const nobody = isRoot ? findNobody() : null;
const outside = '/var/lib/zhiyuan';

/** What root may do only root can test. */
const testAsRoot = isRoot ? test : test.skip;
const testAsRootForOrdinary = nobody === null ? test.skip : test;

const checkouts: Checkout[] = [];
let before: string[] = [];

beforeAll(() => {
  before = listOutside();
});

afterAll(() => {
  for (const checkout of checkouts) checkout.remove();
  for (const name of listOutside().filter((entry) => !before.includes(entry))) {
    rmSync(path.join(outside, name), { recursive: true, force: true });
  }
});

testAsRoot(
  'as root, the server and its data belong to an unprivileged account (skipped unless root)',
  async () => {
    const checkout = make(0o755);
    const use = await checkout.use();
    const directory = path.join(checkout.dataDir, 'postgres');
    expect(statSync(directory).uid).not.toBe(0);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(`/proc/${readPid(directory)}`).uid).toBe(statSync(directory).uid);
    await use.stop();
  },
);

testAsRoot('root takes an account of the server’s own, never nobody (skipped unless root)', () => {
  const asked: string[] = [];
  const only = (there: string) => (name: string) => {
    asked.push(name);
    return name === there ? { uid: 4711, gid: 4712 } : null;
  };
  let made = 0;
  const cannotMake = () => {
    made += 1;
  };
  expect(() => chooseServerAccount(null, only('nobody'), cannotMake)).toThrow('useradd --system zhiyuan');
  expect(asked).not.toContain('nobody');
  expect(made).toBe(1);
  // A bare machine has none: one is made.
  let there = '';
  const onlyWhatIsMade = (name: string) => (name === there ? { uid: 4713, gid: 4714 } : null);
  const make = () => {
    there = 'zhiyuan';
  };
  expect(chooseServerAccount(null, onlyWhatIsMade, make)).toEqual({ uid: 4713, gid: 4714 });
  for (const name of ['zhiyuan', 'postgres', 'node'])
    expect(chooseServerAccount(null, only(name), cannotMake)).toEqual({ uid: 4711, gid: 4712 });
  // Data that exist stay with whom they belong to.
  expect(chooseServerAccount({ uid: 99, gid: 98 }, only('zhiyuan'))).toEqual({ uid: 99, gid: 98 });
  expect(made).toBe(1);
});

testAsRootForOrdinary('an ordinary user, then root on the same data (skipped unless root)', async () => {
  if (nobody === null) throw new Error('testAsRootForOrdinary lets nobody in');
  const checkout = make(0o755);
  mkdirSync(checkout.dataDir);
  chownSync(checkout.dataDir, nobody.uid, nobody.gid);
  const ordinary = await checkout.use(nobody);
  await ask(ordinary, 'create table kept (id integer)');
  const directory = path.join(checkout.dataDir, 'postgres');
  expect(statSync(directory).uid).toBe(nobody.uid);

  const root = await checkout.use();
  expect(root.adopted).toBe(true);
  await ordinary.stop();
  expect(await ask(root, 'select * from kept')).toEqual([]);
  await root.stop();
  await checkout.use(nobody).then((use) => use.stop());

  const again = await checkout.use();
  expect(statSync(directory).uid).toBe(nobody.uid);
  expect(await ask(again, 'select * from kept')).toEqual([]);
  await again.stop();
});

testAsRootForOrdinary(
  'data of root are not for an ordinary user, and he is told so (skipped unless root)',
  async () => {
    if (nobody === null) throw new Error('testAsRootForOrdinary lets nobody in');
    const checkout = make(0o755);
    await checkout.use().then((use) => use.stop());
    chownSync(path.join(checkout.dataDir, 'postgres'), 1, 1);
    chownSync(checkout.dataDir, nobody.uid, nobody.gid);
    await expect(checkout.use(nobody)).rejects.toThrow('belongs to another account');
  },
);

testAsRoot(
  'a private checkout of root keeps its data in a reachable folder (skipped unless root)',
  async () => {
    const checkout = make(0o700);
    const use = await checkout.use();
    const pointer = path.join(checkout.dataDir, 'postgres.location');
    const location = readFileSync(pointer, 'utf8').trim();
    expect(use.log.join('\n')).toContain(`the database is kept in ${location}`);
    expect(use.log.join('\n')).toContain('its programs are copied to');
    expect(existsSync(path.join(checkout.dataDir, 'postgres'))).toBe(false);
    await ask(use, 'create table kept (id integer)');
    await use.kill();

    const next = await checkout.use();
    expect(next.adopted).toBe(true);
    await next.stop();
    const again = await checkout.use();
    expect(again.adopted).toBe(false);
    expect(again.log).toEqual([]);
    expect(await ask(again, 'select * from kept')).toEqual([]);
    await again.kill();

    // The data folder is deleted under a server that still runs: a new one begins empty, the old data stay.
    const orphan = readPid(location);
    rmSync(checkout.dataDir, { recursive: true });
    const fresh = await checkout.use();
    expect(fresh.adopted).toBe(false);
    expect(fresh.log.join('\n')).toContain('is set aside in');
    expect(isProcessRunning(orphan)).toBe(false);
    expect(await ask(fresh, `select 1 from pg_tables where tablename = 'kept'`)).toEqual([]);
    await fresh.stop();

    writeFileSync(pointer, `${location}-gone\n`);
    await expect(checkout.use()).rejects.toThrow(`the database is in ${location}-gone, and it is not there`);
  },
);

function make(mode: 0o755 | 0o700): Checkout {
  const checkout = createCheckout(mode);
  checkouts.push(checkout);
  return checkout;
}

function readPid(directory: string): number {
  return Number.parseInt(readFileSync(path.join(directory, 'postmaster.pid'), 'utf8'), 10);
}

function listOutside(): string[] {
  return existsSync(outside) ? readdirSync(outside) : [];
}

/** null where that account cannot even start node, because node lies in a private folder. */
function findNobody(): { uid: number; gid: number } | null {
  const [uid = 0, gid = 0] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'])));
  return spawnSync(process.execPath, ['--version'], { uid, gid }).status === 0 ? { uid, gid } : null;
}
