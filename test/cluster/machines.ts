import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.resolve(__dirname, '../..');
const files = path.join(root, 'deploy/cluster');

/** Programs of Debian's packages etcd-server, patroni, haproxy, redis-server and openssl. */
const PROGRAMS = ['etcd', 'patroni', 'haproxy', 'redis-server', 'openssl'];

/** Whether all programs are there that the cluster is made of; PostgreSQL of Debian 12 among them. */
export function hasClusterPrograms(): boolean {
  const found = PROGRAMS.every((name) => spawnSync('which', [name]).status === 0);
  return found && spawnSync('/usr/lib/postgresql/15/bin/postgres', ['--version']).status === 0;
}

/** The machines of the files, each at a loopback address of its own: 10.20.0.11 becomes 127.20.0.11. */
export const ADDRESSES = { data1: '127.20.0.11', data2: '127.20.0.12', third: '127.20.0.13' } as const;
export type MachineName = keyof typeof ADDRESSES;
const machineNames = ['data1', 'data2', 'third'] as const satisfies readonly MachineName[];

type Service = 'etcd' | 'postgresql' | 'redis' | 'sentinel';
const services: readonly Service[] = ['etcd', 'redis', 'sentinel', 'postgresql'];

/** A cluster by the files of deploy/cluster, word by word but for addresses, folders and the entrance's port. */
export interface Cluster {
  readonly folder: string;
  readonly entrance: string;
  /** Starts a process that is no machine's: HAProxy, a replica of the application. */
  start(
    name: string,
    command: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): ChildProcess;
  /** PostgreSQL of data2, which joins the primary that is there. */
  startStandby(): void;
  /** The variables of zhiyuan.env. */
  readEnvironment(): Readonly<Record<string, string>>;
  /** All of a machine at once, as a power cut does. */
  kill(machine: MachineName): void;
  /** Everything of a machine stands still, and neither answers nor refuses. */
  freeze(machine: MachineName): void;
  thaw(machine: MachineName): void;
  /** The machine comes back, with its disk as it was. */
  revive(machine: MachineName): void;
  stop(): Promise<void>;
  /** What the processes said last, for a test that failed. */
  readLogs(): string;
}

/** Starts the three machines and both HAProxies. */
export function startMachines(): Cluster {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-cluster-'));
  chmodSync(folder, 0o755);
  const running = new Map<string, ChildProcess>();
  const logs = new Map<string, string>();

  function start(
    name: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    account: { readonly uid?: number; readonly gid?: number } = {},
  ): ChildProcess {
    const child = spawn(command, args, {
      cwd: account.uid === undefined ? root : folder,
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...account,
    });
    const keep = (text: Buffer) => logs.set(name, `${logs.get(name) ?? ''}${text}`.slice(-6_000));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    running.set(name, child);
    return child;
  }

  const startService = (machine: MachineName, service: Service) => {
    const place = makePlace(folder, machine);
    const name = `${machine}-${service}`;
    const has = (one: MachineName) => machine === one;
    if (service === 'etcd') start(name, 'etcd', ['--config-file', place.write('etcd.yml')]);
    if (service === 'sentinel') start(name, 'redis-server', [place.keep('sentinel.conf'), '--sentinel']);
    if (has('third')) return;
    if (service === 'redis') start(name, 'redis-server', [place.keep('redis.conf')]);
    if (service === 'postgresql') start(name, 'patroni', [place.write('patroni.yml')], {}, findAccount());
  };

  function signal(machine: MachineName, kind: NodeJS.Signals): void {
    for (const [name, child] of running)
      if (name.startsWith(`${machine}-`)) for (const pid of listTree(child.pid ?? 0)) trySignal(pid, kind);
    for (const pid of listUsersOf(path.join(folder, machine))) trySignal(pid, kind);
  }

  // Whoever is first becomes the primary.
  for (const machine of machineNames)
    for (const service of services)
      if (machine !== 'data2' || service !== 'postgresql') startService(machine, service);
  const entrance = 'https://127.20.0.31:8443';
  const shared = makePlace(folder, 'data1', 'entrance');
  makeCertificate(folder);
  for (const file of ['haproxy-data.cfg', 'haproxy-entrance.cfg'])
    start(file, 'haproxy', ['-db', '-f', shared.write(file)]);

  return {
    folder,
    entrance,
    start: (name, command, args, env) => start(name, command, args, env),
    startStandby: () => startService('data2', 'postgresql'),
    readEnvironment: () => readEnvironment(readFileSync(shared.write('zhiyuan.env'), 'utf8')),
    kill: (machine) => {
      signal(machine, 'SIGKILL');
      for (const name of running.keys()) if (name.startsWith(`${machine}-`)) running.delete(name);
    },
    freeze: (machine) => signal(machine, 'SIGSTOP'),
    thaw: (machine) => signal(machine, 'SIGCONT'),
    revive(machine) {
      for (const service of services) startService(machine, service);
    },
    async stop() {
      for (const child of running.values())
        for (const pid of listTree(child.pid ?? 0)) trySignal(pid, 'SIGKILL');
      for (const pid of listUsersOf(folder)) trySignal(pid, 'SIGKILL');
      await sleep(500);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
    readLogs: () => [...logs].map(([name, text]) => `== ${name}\n${text.slice(-1_500)}`).join('\n'),
  };
}

/** A machine's files. `write` writes one anew, `keep` leaves one that its program has written to. */
function makePlace(folder: string, machine: MachineName, name: string = machine) {
  const own = path.join(folder, name);
  mkdirSync(own, { recursive: true, mode: 0o755 });
  const account = findAccount();
  for (const sub of ['etcd', 'redis', 'redis-sentinel', 'postgresql']) {
    const place = path.join(own, sub);
    mkdirSync(place, { recursive: true, mode: 0o755 });
    if (sub === 'postgresql' && account.uid !== undefined) chownSync(place, account.uid, account.gid ?? 0);
  }
  const target = (file: string) => path.join(own, file);
  const write = (file: string) => {
    writeFileSync(target(file), adapt(readFileSync(path.join(files, file), 'utf8'), file, machine, own));
    return target(file);
  };
  return {
    write,
    keep: (file: string) => (readdirSync(own).includes(file) ? target(file) : write(file)),
  };
}

/** What a file is on this machine: its name and address where the file has data1's, loopback in the place of 10.20.0. */
function adapt(text: string, file: string, machine: MachineName, own: string): string {
  const lines = text
    .replaceAll('/var/run/postgresql', `${own}/postgresql`)
    .replaceAll('/var/lib/', `${own}/`)
    .replaceAll(`${own}/postgresql/zhiyuan`, `${own}/postgresql/data`)
    // Whoever connects over loopback comes from 127.0.0.1.
    .replaceAll('10.20.0.0/24', '127.0.0.0/8')
    .replaceAll('0.0.0.0:443', '127.20.0.31:8443')
    .replaceAll('/etc/haproxy/zhiyuan.pem', path.join(path.dirname(own), 'zhiyuan.pem'))
    .split('\n')
    .map((line) =>
      isOwn(line, file)
        ? line.replaceAll('10.20.0.11', ADDRESSES[machine]).replaceAll('data1', machine)
        : line,
    );
  const replica = file === 'redis.conf' && machine === 'data2' ? [`replicaof ${ADDRESSES.data1} 6379`] : [];
  return [...lines, ...replica, ''].join('\n').replaceAll('10.20.0.', '127.20.0.');
}

/** Lines of the machine's own; the others say where all of them are. */
const isOwn = (line: string, file: string) =>
  /^(etcd|patroni|redis|sentinel)\b/.test(file) &&
  !/^(initial-cluster: | {2}hosts: |sentinel monitor)/.test(line);

const readEnvironment = (text: string) =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? '']];
    }),
  );

function makeCertificate(folder: string): void {
  const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=gk.example.gov.cn',
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    { stdio: 'ignore' },
  );
  writeFileSync(
    path.join(folder, 'zhiyuan.pem'),
    readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'),
  );
}

/** PostgreSQL does not run as root. */
function findAccount(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith('postgres:'));
  const [, , uid, gid] = (line ?? '').split(':');
  return uid === undefined ? {} : { uid: Number(uid), gid: Number(gid) };
}

const listProcesses = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

function listTree(pid: number): readonly number[] {
  const children = listProcesses().filter((one) => readParent(one) === pid);
  return [pid, ...children.flatMap(listTree)];
}

/** Programs that were started with a file or a folder of the machine, whoever is their parent now. */
function listUsersOf(place: string): readonly number[] {
  return listProcesses()
    .filter((pid) => pid !== process.pid && tryRead(`/proc/${pid}/cmdline`).includes(`${place}/`))
    .flatMap(listTree);
}

const readParent = (pid: number) => Number(/^PPid:\s+(\d+)/m.exec(tryRead(`/proc/${pid}/status`))?.[1] ?? -1);

function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function trySignal(pid: number, kind: NodeJS.Signals): void {
  try {
    if (pid > 1) process.kill(pid, kind);
  } catch {
    // It has ended meanwhile.
  }
}
