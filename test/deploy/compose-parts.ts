import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.resolve(__dirname, '../..');
const deploy = path.join(root, 'deploy');
const dockerfile = readFileSync(path.join(root, 'Dockerfile'), 'utf8');
const POSTGRES = '/usr/lib/postgresql/15/bin';

/** What deploy/compose.yaml says of a container, as far as it is asked here. */
export interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
}

/** The services of the file; null where there is no python3 with its yaml (Debian: python3-yaml). */
export function readServices(): Readonly<Record<string, Service>> | null {
  const script = 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)';
  const { status, stdout } = spawnSync('python3', ['-c', script], {
    input: readFileSync(path.join(deploy, 'compose.yaml'), 'utf8'),
    encoding: 'utf8',
  });
  return status === 0 ? JSON.parse(stdout).services : null;
}

/** Whether what the images hold is there as Debian's packages. */
export function hasImagesPrograms(): boolean {
  const isThere = (name: string) => spawnSync('which', [name]).status === 0;
  return (
    readServices() !== null &&
    ['nginx', 'redis-server', 'redis-cli', 'openssl', 'curl'].every(isThere) &&
    spawnSync(`${POSTGRES}/postgres`, ['--version']).status === 0
  );
}

/** Containers have addresses of their own; here each has one of loopback. */
const ADDRESSES = { nginx: '127.89.7.10', app: '127.89.7.20', database: '127.89.7.11', redis: '127.89.7.12' };

const passwords = {
  SUPERUSER_PASSWORD: 'superuserOfTheTest',
  OWNER_PASSWORD: 'ownerOfTheTest',
  APPLICATION_PASSWORD: 'applicationOfTheTest',
  REDIS_PASSWORD: 'redisOfTheTest',
  BACKUP_PASSWORD: 'backupOfTheTest',
};

/** The containers of the file as processes: their words, variables and files, but for addresses and folders. */
export interface Composition {
  readonly entrance: { readonly host: string; readonly port: number; readonly plainPort: number };
  /** Runs a container's health check. @returns its exit code */
  checkHealth(name: string): number | null;
  /** Runs a command of the program as the container of the backups does. @returns what it said */
  runBeside(words: readonly string[]): string;
  stop(): Promise<void>;
}

/** Starts all of it in the order in which it depends on each other. */
export async function startComposition(): Promise<Composition> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-compose-'));
  chmodSync(folder, 0o755);
  const services = readServices() ?? {};
  const running: ChildProcess[] = [];
  let said = '';

  const adapt = (text: string) =>
    text
      .replace(/\$\{(\w+):\?[^}]*\}/g, (_all, name: keyof typeof passwords) => passwords[name])
      .replaceAll('$$', '$')
      .replaceAll('database:5432', `${ADDRESSES.database}:5432`)
      .replaceAll('@redis:6379', `@${ADDRESSES.redis}:6379`)
      .replaceAll('0.0.0.0', ADDRESSES.app)
      .replaceAll('10.89.7.20', ADDRESSES.app)
      // Whoever connects over loopback comes from 127.0.0.1.
      .replaceAll('10.89.7.10', '127.0.0.1')
      .replaceAll('--dir /data', `--dir ${folder}/redis --bind ${ADDRESSES.redis}`)
      .replaceAll('--host=127.0.0.1', `--host=${ADDRESSES.database}`)
      .replaceAll('127.0.0.1:8081', `${ADDRESSES.nginx}:8081`)
      .replaceAll('/backups', `${folder}/backups`);
  /** zhiyuan.env is one file for all who read it. */
  const given = { ...readEnvironmentFile(), DATA_DIR: path.join(folder, 'app') };
  const service = (name: string) => services[name] ?? { image: '' };
  const environmentOf = (name: string) =>
    Object.fromEntries(
      Object.entries(service(name).environment ?? {}).map(([key, value]) => [key, adapt(value)]),
    );
  const wordsOf = (name: string) => (service(name).command ?? []).map(adapt);

  function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv, account: Account = {}) {
    const child = spawn(command, args, {
      cwd: account.uid === undefined ? root : folder,
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...account,
    });
    const keep = (text: Buffer) => {
      said = `${said}${text}`.slice(-4000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    running.push(child);
    return child;
  }

  async function until(name: string, holds: () => boolean): Promise<void> {
    for (let tries = 0; tries < 240; tries += 1) {
      if (holds()) return;
      await sleep(250);
    }
    throw new Error(`${name} does not come up: ${said}`);
  }

  function checkHealth(name: string): number | null {
    const [kind = '', ...words] = (service(name).healthcheck?.test ?? readHealthCheck()).map((word) =>
      name === 'app' ? word.replace('127.0.0.1', ADDRESSES.app) : adapt(word),
    );
    const command = kind === 'CMD-SHELL' ? ['sh', '-c', ...words] : words;
    const { status } = spawnSync(command[0] ?? '', command.slice(1).map(toHost), {
      env: { PATH: process.env.PATH, PORT: '3000', ...environmentOf(name) },
      timeout: 5000,
    });
    return status;
  }
  /** redis-cli of a container speaks to its own loopback. */
  const toHost = (word: string) => word.replace('redis-cli', `redis-cli -h ${ADDRESSES.redis}`);

  async function startDatabase(): Promise<void> {
    const account = findAccount('postgres');
    const data = makeFolder(folder, 'database', account);
    const env = environmentOf('database');
    makeDatabase(data, env, account);
    start(`${POSTGRES}/postgres`, [...wordsOf('database').slice(1), ...placeOf(data)], {}, account);
    await until('database', () => checkHealth('database') === 0);
  }

  async function startApplication(): Promise<void> {
    makeFolder(folder, 'app', {});
    const roles = spawnSync('node', ['dist/src/cli/zhiyuan.js', ...wordsOf('roles').slice(1)], {
      cwd: root,
      env: { PATH: process.env.PATH, ...given, ...environmentOf('roles') },
      encoding: 'utf8',
    });
    if (roles.status !== 0) throw new Error(`roles: ${roles.stdout}${roles.stderr}`);
    const [command = '', ...args] = JSON.parse(/^CMD (.+)$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
    start(command, args, { ...given, ...environmentOf('app') });
    await until('app', () => checkHealth('app') === 0);
  }

  const environmentOfBackup = () => ({
    ...given,
    ...environmentOf('backup'),
    DATA_DIR: path.join(folder, 'backup'),
  });

  async function startBackup(): Promise<void> {
    for (const name of ['backup', 'backups']) makeFolder(folder, name, {});
    start('node', ['dist/src/cli/zhiyuan.js', ...wordsOf('backup').slice(1)], environmentOfBackup());
    await until('backup', () => checkHealth('backup') === 0);
  }

  function runBeside(words: readonly string[]): string {
    const options = { cwd: root, env: { PATH: process.env.PATH, ...environmentOfBackup() } };
    const done = spawnSync('node', ['dist/src/cli/zhiyuan.js', ...words], { ...options, encoding: 'utf8' });
    return `${done.stdout}${done.stderr}`;
  }

  async function startNginx(): Promise<void> {
    const account = findAccount('www-data');
    makeFolder(folder, 'nginx', account);
    makeCertificate(makeFolder(folder, 'tls', account), account);
    const file = path.join(folder, 'nginx.conf');
    const text = adapt(readFileSync(path.join(deploy, 'compose/nginx.conf'), 'utf8'))
      .replaceAll(/listen (8\d+)/g, `listen ${ADDRESSES.nginx}:$1`)
      .replaceAll('/var/cache/nginx', `${folder}/nginx`)
      .replaceAll('/etc/nginx/tls', `${folder}/tls`)
      .replaceAll('/etc/nginx/zhiyuan-tls.conf', path.join(folder, 'nginx-tls.conf'))
      .replaceAll('/tmp/nginx.pid', `${folder}/nginx/pid`);
    writeFileSync(file, text);
    writeFileSync(path.join(folder, 'nginx-tls.conf'), readFileSync(path.join(deploy, 'nginx-tls.conf')));
    execFileSync('nginx', ['-t', '-q', '-c', file, '-p', folder, '-e', 'stderr'], { ...account });
    start('nginx', ['-c', file, '-p', folder, '-e', 'stderr', '-g', 'daemon off;'], {}, account);
    await until('nginx', () => checkHealth('nginx') === 0);
  }

  async function stop(): Promise<void> {
    for (const child of running.toReversed()) {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      if (child.exitCode === null && child.kill('SIGTERM')) await Promise.race([ended, sleep(10_000)]);
      child.kill('SIGKILL');
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  try {
    await startDatabase();
    const [shell = '', ...words] = wordsOf('redis');
    makeFolder(folder, 'redis', {});
    start(shell, words, environmentOf('redis'));
    await until('redis', () => checkHealth('redis') === 0);
    await startApplication();
    await startBackup();
    await startNginx();
  } catch (error) {
    await stop();
    throw error;
  }
  return { entrance: { host: ADDRESSES.nginx, port: 8443, plainPort: 8080 }, checkHealth, runBeside, stop };
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** Whom a program of an image runs as; here whom Debian runs it as, where this is root. */
function findAccount(name: string): Account {
  if (process.getuid?.() !== 0) return {};
  const [, uid, gid] =
    new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  return uid === undefined ? {} : { uid: Number(uid), gid: Number(gid) };
}

function makeFolder(folder: string, name: string, { uid, gid }: Account): string {
  const made = path.join(folder, name);
  mkdirSync(made, { recursive: true, mode: 0o711 });
  if (uid !== undefined) chownSync(made, uid, gid ?? 0);
  return made;
}

/** Where the server of a folder listens. */
const placeOf = (data: string) => ['-D', `${data}/data`, '-h', ADDRESSES.database, '-k', data];

/** What the image's entrypoint does with an empty volume: initdb, and what lies in docker-entrypoint-initdb.d. */
function makeDatabase(data: string, env: Readonly<Record<string, string>>, account: Account): void {
  const options = { ...account, cwd: data, stdio: 'pipe' as const };
  const password = path.join(data, 'password');
  writeFileSync(password, env.POSTGRES_PASSWORD ?? '');
  chmodSync(password, 0o644);
  const place = ['--username=postgres', `--pwfile=${password}`, '-A', 'scram-sha-256', '-D', `${data}/data`];
  const args = [...place, ...(env.POSTGRES_INITDB_ARGS ?? '').split(' ')];
  execFileSync(`${POSTGRES}/initdb`, args, options);
  const server = ['-D', `${data}/data`, '-w', '-l', `${data}/log`];
  execFileSync(`${POSTGRES}/pg_ctl`, [...server, '-o', `-h '' -k ${data}`, 'start'], {
    ...options,
    stdio: 'ignore',
  });
  execFileSync('sh', [path.join(deploy, 'compose/create-database.sh')], {
    env: {
      PATH: process.env.PATH,
      PGHOST: data,
      PGPASSWORD: env.POSTGRES_PASSWORD,
      OWNER_PASSWORD: env.OWNER_PASSWORD,
      BACKUP_PASSWORD: env.BACKUP_PASSWORD,
      PGDATA: `${data}/data`,
    },
    stdio: 'pipe',
  });
  execFileSync(`${POSTGRES}/pg_ctl`, ['-D', `${data}/data`, '-w', 'stop'], { ...options, stdio: 'ignore' });
}

/** deploy/compose/zhiyuan.env with secrets filled in. */
function readEnvironmentFile(): Readonly<Record<string, string>> {
  const text = readFileSync(path.join(deploy, 'compose/zhiyuan.env'), 'utf8');
  const lines = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)];
  return Object.fromEntries(
    lines.map(([, name = '', value = '']) => [
      name,
      value === '' ? execFileSync('openssl', ['rand', '-hex', '32'], { encoding: 'utf8' }).trim() : value,
    ]),
  );
}

/** The image's own, as compose.yaml says none for the application. */
const readHealthCheck = (): string[] => [
  'CMD',
  ...JSON.parse(/^HEALTHCHECK [\s\S]*?\n\s*CMD (.+)$/m.exec(dockerfile)?.[1] ?? '[]'),
];

function makeCertificate(folder: string, { uid, gid }: Account): void {
  const [key, certificate] = [path.join(folder, 'zhiyuan.key'), path.join(folder, 'zhiyuan.crt')];
  const subject = ['-days', '2', '-subj', '/CN=gk.example.gov.cn', '-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject], { stdio: 'ignore' });
  if (uid !== undefined) for (const file of [key, certificate]) chownSync(file, uid, gid ?? 0);
}
