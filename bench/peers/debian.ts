import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../src/infrastructure/paths';
import type { RunningPeer } from './peers';

const NGINX = '/usr/sbin/nginx';
const GUNICORN = '/usr/bin/gunicorn';
const TWIG = '/usr/share/php/Twig/autoload.php';
const PYTHON_PACKAGES = '/usr/lib/python3/dist-packages';
const START_MS = 30_000;

/** What gunicorn's manual advises: two a core and one. Debian's pool of PHP has at most five, the same on two cores. */
const DJANGO_WORKERS = 2 * os.availableParallelism() + 1;
const PHP_WORKERS = 5;

/** Packages of Debian that are not there. */
export const listMissingForPhp = () => [
  ...missing('nginx', existsSync(NGINX)),
  ...missing('php-fpm', findPhp() !== null),
  ...missing('php-pgsql', hasPhpModule('pgsql')),
  ...missing('php-twig', existsSync(TWIG)),
];

/** Packages of Debian that are not there. */
export const listMissingForDjango = () => [
  ...missing('nginx', existsSync(NGINX)),
  ...missing('gunicorn', existsSync(GUNICORN)),
  ...missing('python3-django', existsSync(path.join(PYTHON_PACKAGES, 'django'))),
  ...missing('python3-psycopg2', existsSync(path.join(PYTHON_PACKAGES, 'psycopg2'))),
];

const missing = (name: string, isThere: boolean) => (isThere ? [] : [name]);

function findPhp(): string | null {
  const name = readdirSync('/usr/sbin').find((file) => /^php-fpm\d/.test(file));
  return name === undefined ? null : path.join('/usr/sbin', name);
}

function hasPhpModule(name: string): boolean {
  const version = /php-fpm(.+)$/.exec(findPhp() ?? '')?.[1];
  return version !== undefined && existsSync(`/etc/php/${version}/mods-available/${name}.ini`);
}

/** PHP-FPM as Debian sets it up, behind nginx. */
export async function startPhp(databaseUrl: string): Promise<RunningPeer> {
  const folder = makeFolder();
  const file = writeSettings('php/php-fpm.conf', folder, {
    USER: isRoot() ? 'user = root' : '',
    WORKERS: String(PHP_WORKERS),
    DATABASE_URL: databaseUrl,
  });
  const fpm = start(folder, findPhp() ?? '', ['-y', file, ...(isRoot() ? ['-R'] : [])], {});
  return startBehindNginx(folder, fpm, `${os.availableParallelism()} nginx, ${PHP_WORKERS} PHP`, [
    'include /etc/nginx/fastcgi_params;',
    `fastcgi_param SCRIPT_FILENAME ${path.join(projectRoot, 'bench/peers/php/index.php')};`,
    `fastcgi_pass unix:${folder}/php.sock;`,
  ]);
}

/** Django under gunicorn with sync workers, behind nginx: such a worker is not to face clients, says its manual. */
export async function startDjango(databaseUrl: string): Promise<RunningPeer> {
  const folder = makeFolder();
  const site = path.join(projectRoot, 'bench/peers/django');
  const bind = `unix:${folder}/django.sock`;
  const options = ['--workers', String(DJANGO_WORKERS), '--bind', bind, '--chdir', site];
  const gunicorn = start(folder, GUNICORN, [...options, 'peer.wsgi'], {
    DATABASE_URL: databaseUrl,
    PYTHONDONTWRITEBYTECODE: '1',
  });
  return startBehindNginx(
    folder,
    gunicorn,
    `${os.availableParallelism()} nginx, ${DJANGO_WORKERS} gunicorn`,
    [
      'proxy_set_header Host $host;',
      'proxy_set_header X-Real-IP $remote_addr;',
      `proxy_pass http://unix:${folder}/django.sock;`,
    ],
  );
}

async function startBehindNginx(
  folder: string,
  behind: ChildProcess,
  processes: string,
  location: readonly string[],
): Promise<RunningPeer> {
  const port = await findFreePort();
  const file = writeSettings('nginx.conf', folder, {
    USER: isRoot() ? 'user root;' : '',
    PORT: String(port),
    LOCATION: location.join('\n'),
  });
  const nginx = start(folder, NGINX, ['-c', file, '-e', path.join(folder, 'nginx.log')], {});
  const children = [nginx, behind];
  const close = async () => {
    for (const child of children) await stop(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitFor(url, children, folder);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, processes, roots: children.map(({ pid }) => pid ?? 0), stop: close };
}

const isRoot = () => process.getuid?.() === 0;

const makeFolder = () => mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-peer-'));

function writeSettings(name: string, folder: string, values: Readonly<Record<string, string>>): string {
  const known: Readonly<Record<string, string>> = { ...values, FOLDER: folder };
  const template = readFileSync(path.join(projectRoot, 'bench/peers', name), 'utf8');
  const file = path.join(folder, path.basename(name));
  writeFileSync(
    file,
    template.replace(/@([A-Z_]+)@/g, (_all, key: string) => known[key] ?? ''),
  );
  return file;
}

/** Runs a program of Debian with no environment but this; what it says goes to a file of the folder. */
function start(
  folder: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(program, [...args], {
    env: { PATH: '/usr/bin:/bin', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = path.join(folder, `${path.basename(program)}.out`);
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => writeFileSync(log, String(chunk), { flag: 'a' }));
  child.once('error', (error) => writeFileSync(log, String(error), { flag: 'a' }));
  return child;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Waits until somebody who is not signed in is turned away. @throws with what the programs said */
async function waitFor(url: string, children: readonly ChildProcess[], folder: string): Promise<void> {
  for (let waited = 0; waited < START_MS; waited += 100) {
    const status = await fetch(`${url}/form`).then(
      (res) => res.status,
      () => 0,
    );
    if (status === 403) return;
    if (children.some(hasEnded)) break;
    await sleep(100);
  }
  const said = readdirSync(folder)
    .filter((name) => /\.(out|log)$/.test(name))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
  throw new Error(`a peer did not start:\n${said.join('\n')}`);
}

const hasEnded = (child: ChildProcess) =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
