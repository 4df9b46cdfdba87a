import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const dockerfile = readFileSync(path.join(root, 'Dockerfile'), 'utf8');
const runStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
const NOBODY = 65_534;

/** What the last stage of the Dockerfile copies, from the checkout (built by the test command) to the image. */
function listCopies(): { from: string; to: string }[] {
  return [...runStage.matchAll(/^COPY (?:--from=build )?(\S+) (\S+)$/gm)].map(([, from = '', to = '']) => ({
    from: from.replace(/^\/app\//, ''),
    to: to.startsWith('/') ? to : path.join('/app', to),
  }));
}

function buildTree(): string {
  const image = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-image-'));
  chmodSync(image, 0o755);
  for (const { from, to } of listCopies()) {
    const target = path.join(image, to);
    mkdirSync(path.dirname(target), { recursive: true });
    if (from === 'node_modules') installPackages(image, target);
    else if (from === 'sbom.cdx.json') writeFileSync(target, listPackages());
    else cpSync(path.join(root, from), target, { recursive: true });
  }
  mkdirSync(path.join(image, 'data'));
  if (process.getuid?.() === 0) chownSync(path.join(image, 'data'), NOBODY, NOBODY);
  return image;
}

/** By the command of the Dockerfile. */
function listPackages(): string {
  const [, command = ''] = /^RUN (npm sbom .+) > sbom\.cdx\.json$/m.exec(dockerfile) ?? [];
  return execFileSync('sh', ['-c', command], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
}

/** The long suite installs production packages alone; the short one borrows the checkout's. */
function installPackages(image: string, target: string): void {
  if (process.env.LONG === undefined) {
    symlinkSync(path.join(root, 'node_modules'), target);
    return;
  }
  const app = path.dirname(target);
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    cpSync(path.join(root, file), path.join(app, file));
  execFileSync('npm', ['ci', '--omit=dev'], { cwd: app, stdio: 'pipe' });
  expect(image).toBeTruthy();
}

interface Sbom {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string; readonly purl: string }[];
}

interface Served {
  readonly url: string;
  readonly process: ChildProcess;
  readonly output: () => string;
}

async function serveFrom(image: string): Promise<Served> {
  const privileged = process.getuid?.() === 0;
  const child = spawn(process.execPath, ['dist/src/server.js'], {
    cwd: path.join(image, 'app'),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: path.join(image, 'data'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(privileged ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += String(chunk)));
  child.stderr?.on('data', (chunk) => (output += String(chunk)));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /is at (http:\/\/localhost:\d+)/.exec(output)?.[1];
      if (found !== undefined) resolve(found.replace('localhost', '127.0.0.1'));
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  return { url, process: child, output: () => output };
}

describe('the container', () => {
  it('runs without privileges, keeps its data on a volume, has a health check and stops by SIGTERM', () => {
    expect(runStage).toMatch(/^USER node$/m);
    expect(runStage).toMatch(/^VOLUME \/data$/m);
    expect(runStage).toMatch(/^HEALTHCHECK /m);
    expect(runStage).toContain('/readyz');
    expect(runStage).toMatch(/^STOPSIGNAL SIGTERM$/m);
  });

  it('has a first process that reaps, and says what it is and what it is made of', () => {
    expect(runStage).toMatch(/^ENTRYPOINT \["tini", "--"\]$/m);
    for (const label of ['title', 'licenses', 'version', 'revision', 'base.name'])
      expect(runStage).toContain(`org.opencontainers.image.${label}=`);
    expect(runStage).toContain(dockerfile.match(/^FROM node:(\S+) AS build$/m)?.[1] ?? 'nothing');
    const { dependencies, devDependencies, version } = JSON.parse(
      readFileSync(path.join(root, 'package.json'), 'utf8'),
    );
    expect(runStage).toContain(`ARG VERSION=${version}`);
    const { bomFormat, components } = JSON.parse(listPackages()) as Sbom;
    const names = components.map(({ name }) => name);
    expect(bomFormat).toBe('CycloneDX');
    expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
    const forTests = Object.keys(devDependencies).filter((name) => names.includes(name));
    expect(forTests.filter((name) => !name.startsWith('@types/'))).toEqual([]);
    expect(components.filter(({ purl }) => !purl.startsWith('pkg:npm/'))).toEqual([]);
  });

  it('imports production packages only', () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const files = ['dist/src', 'dist/migrations', 'dist/seeds'].flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.js'))
        .map((name) => path.join(root, folder, name)),
    );
    const packages = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/require\("([^."][^"]*)"\)/g)].map(([, name = '']) =>
        name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? ''),
      ),
    );
    const strangers = [...new Set(packages)].filter(
      (name) => !name.startsWith('node:') && !(name in dependencies),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(strangers).toEqual([]);
  });

  it('serves from the tree that the Dockerfile builds, as an ordinary user, and drains on SIGTERM', async () => {
    const image = buildTree();
    try {
      const served = await serveFrom(image);
      const [page, ready, script] = await Promise.all([
        fetch(`${served.url}/sign-in`).then((response) => response.text()),
        fetch(`${served.url}/readyz`).then((response) => response.status),
        fetch(`${served.url}/assets/x/vendor/htmx-1.9.12.min.js`).then((response) => response.status),
      ]);
      expect(page).toContain('河南省普通高校招生考生服务平台');
      expect([ready, script]).toEqual([200, 200]);
      const ended = new Promise<number | null>((resolve) => served.process.once('exit', resolve));
      served.process.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(served.output()).toContain('stopped');
    } finally {
      rmSync(image, { recursive: true, force: true });
    }
  }, 240_000);
});
