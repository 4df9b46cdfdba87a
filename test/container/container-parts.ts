import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';

export const root = path.resolve(__dirname, '../..');
export const dockerfile = readFileSync(path.join(root, 'Dockerfile'), 'utf8');
/** What the image is made by; what stands before only builds. */
export const runStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
const whole = process.env.LONG !== undefined;

/** Whether a container can be played: bubblewrap, and the first process of the image. */
export const hasBubblewrap = () =>
  ['bwrap', 'tini'].every((name) => spawnSync(name, ['--version']).status === 0) &&
  spawnSync('bwrap', ['--ro-bind', '/', '/', '--unshare-pid', '--unshare-user', 'true']).status === 0;

/** What the last stage of the Dockerfile copies, from the checkout (built by the test command) to the image. */
function listCopies(): { from: string; to: string }[] {
  return [...runStage.matchAll(/^COPY (?:--from=build )?(\S+) (\S+)$/gm)].map(([, from = '', to = '']) => ({
    from: from.replace(/^\/app\//, ''),
    to: to.startsWith('/') ? to : path.join('/app', to),
  }));
}

/** The files of the image, in a folder. The long suite installs its packages, the short one borrows the checkout's. */
export function buildTree(): string {
  const image = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-image-'));
  chmodSync(image, 0o755);
  for (const { from, to } of listCopies()) {
    const target = path.join(image, to);
    mkdirSync(path.dirname(target), { recursive: true });
    if (from === 'node_modules') installPackages(target);
    else if (from === 'sbom.cdx.json') writeFileSync(target, listPackages());
    else cpSync(path.join(root, from), target, { recursive: true });
  }
  mkdirSync(path.join(image, 'data'));
  return image;
}

/**
 * By the command of the Dockerfile, which stands behind `npm prune`: npm leaves out what a package of the tests needs as
 * well, as long as that is there.
 */
export function listPackages(): string {
  const [, command = ''] = /^RUN (npm sbom .+) > sbom\.cdx\.json$/m.exec(dockerfile) ?? [];
  const pruned = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-pruned-'));
  try {
    const { devDependencies: _tests, ...own } = readJson('package.json');
    const { packages, ...lock } = readJson('package-lock.json') as { packages: Record<string, Locked> };
    const kept = Object.entries(packages).filter(([, one]) => one.dev !== true);
    const { devDependencies: _locked, ...app } = packages[''] ?? {};
    writeFileSync(path.join(pruned, 'package.json'), JSON.stringify(own));
    writeFileSync(
      path.join(pruned, 'package-lock.json'),
      JSON.stringify({ ...lock, packages: { ...Object.fromEntries(kept), '': app } }),
    );
    return execFileSync('sh', ['-c', `${command} --package-lock-only`], {
      cwd: pruned,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
  } finally {
    rmSync(pruned, { recursive: true });
  }
}

interface Locked {
  readonly dev?: boolean;
  readonly devDependencies?: object;
}

const readJson = (name: string) => JSON.parse(readFileSync(path.join(root, name), 'utf8'));

function installPackages(target: string): void {
  mkdirSync(target);
  if (!whole) return;
  const app = path.dirname(target);
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    cpSync(path.join(root, file), path.join(app, file));
  execFileSync('npm', ['ci', '--omit=dev'], { cwd: app, stdio: 'pipe' });
  const [, command = ''] = /^RUN (find node_modules [\s\S]+? -delete)$/m.exec(dockerfile) ?? [];
  execFileSync('sh', ['-c', command], { cwd: app, stdio: 'pipe' });
}

/** Megabytes of a folder of the image on a disk. */
export function measureTree(image: string, folder = 'app'): number {
  return Number(execFileSync('du', ['-sm', path.join(image, folder)], { encoding: 'utf8' }).split('\t')[0]);
}

const words = (instruction: string): string[] =>
  JSON.parse(new RegExp(`^${instruction} (\\[.+\\])$`, 'm').exec(runStage)?.[1] ?? '[]');

/** The variables of the image's ENV line. */
function readEnvironment(): Record<string, string> {
  const [, line = ''] = /^ENV (.+)$/m.exec(runStage) ?? [];
  return Object.fromEntries(line.split(' ').map((pair) => pair.split('=') as [string, string]));
}

export interface Contained {
  readonly url: string;
  readonly output: () => string;
  /** By the command of the Dockerfile. @returns its exit code; 0 is healthy */
  checkHealth(): number | null;
  /** `docker exec`: a command within. */
  run(command: readonly string[]): { readonly status: number | null; readonly stdout: string };
  /** `docker stop`: SIGTERM to the first process. @returns the exit code of the container */
  stop(): Promise<number | null>;
}

/**
 * Runs the image as `docker run --read-only --cap-drop ALL --tmpfs /tmp` would: nothing can be written but /data, whose
 * folder lies in the image's; an ordinary user; processes that see none of this machine's, the first of them tini.
 */
export async function runContained(image: string, port: number): Promise<Contained> {
  const env = {
    ...readEnvironment(),
    PORT: String(port),
    HOST: '127.0.0.1',
    PATH: '/usr/local/bin:/usr/bin:/bin',
  };
  const setEnv = Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]);
  const place = [
    ...[
      '--unshare-all',
      '--share-net',
      '--uid',
      '1000',
      '--gid',
      '1000',
      '--cap-drop',
      'ALL',
      '--clearenv',
      ...setEnv,
    ],
    ...['--ro-bind', '/usr', '/usr', '--symlink', 'usr/bin', '/bin', '--symlink', 'usr/lib', '/lib'],
    ...['--symlink', 'usr/lib64', '/lib64', '--ro-bind', '/etc', '/etc', '--proc', '/proc', '--dev', '/dev'],
    ...['--ro-bind', process.execPath, '/node', '--ro-bind', path.join(image, 'app'), '/app'],
    ...(whole ? [] : ['--ro-bind', path.join(root, 'node_modules'), '/app/node_modules']),
    ...[
      '--bind',
      path.join(image, 'data'),
      '/data',
      '--tmpfs',
      '/tmp',
      '--remount-ro',
      '/',
      '--chdir',
      '/app',
    ],
  ];
  const inImage = ([first = '', ...rest]: readonly string[]) => [first === 'node' ? '/node' : first, ...rest];
  const command = [...words('ENTRYPOINT'), ...inImage(words('CMD'))];
  const child = spawn('bwrap', [...place, '--as-pid-1', '--info-fd', '3', ...command], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += String(text)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const first = await readFirstProcess(child);
  await Promise.race([
    untilSaid(child, () => / is at http:/.test(output)),
    ended.then((code) => Promise.reject(new Error(`the container ended with ${code}: ${output}`))),
  ]);
  const run = (inside: readonly string[]) =>
    spawnSync('bwrap', [...place, ...inImage(inside)], { encoding: 'utf8' });
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    run,
    checkHealth() {
      const [, check = '[]'] = /^HEALTHCHECK [\s\S]*?\n\s*CMD (.+)$/m.exec(runStage) ?? [];
      return run(JSON.parse(check)).status;
    },
    stop() {
      process.kill(first, 'SIGTERM');
      return ended;
    },
  };
}

/** As this machine counts it. */
async function readFirstProcess(child: ChildProcess): Promise<number> {
  let told = '';
  for await (const part of child.stdio[3] as Readable) {
    told += String(part);
    const found = /"child-pid": (\d+)/.exec(told)?.[1];
    if (found !== undefined) return Number(found);
  }
  throw new Error(`bubblewrap told no process: ${told}`);
}

function untilSaid(child: ChildProcess, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (holds()) resolve();
    };
    child.stdout?.on('data', look);
    look();
  });
}
