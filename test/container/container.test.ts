import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findFreePort } from '../operations/restart-parts';
import { createTestClient } from '../support/test-client';
import {
  buildTree,
  type Contained,
  dockerfile,
  hasBubblewrap,
  listPackages,
  measureTree,
  root,
  runContained,
  runStage,
} from './container-parts';

interface Sbom {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string; readonly purl: string }[];
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

  it('keeps the fonts that forms are set in', () => {
    const fonts = readFileSync(path.join(root, 'src/infrastructure/fonts/fonts.ts'), 'utf8');
    const read = [...fonts.matchAll(/'noto-[\w/-]+\/(\w+\.ttf)'/g)].map(([, name = '']) => name);
    const kept = [...dockerfile.matchAll(/ ! -name (\w+\.ttf)/g)].map(([, name]) => name);
    expect(kept).toEqual(read);
  });
});

const contained = hasBubblewrap() ? describe : describe.skip;
contained('the container with a read-only disk, as an ordinary user (needs bubblewrap and tini)', () => {
  let image: string;
  let container: Contained;
  beforeAll(async () => {
    image = buildTree();
    container = await runContained(image, await findFreePort());
  }, 240_000);
  afterAll(() => rmSync(image, { recursive: true, force: true }));

  it('serves the first page, and is in health by its own check', async () => {
    const [page, script] = await Promise.all([
      fetch(`${container.url}/sign-in`).then((response) => response.text()),
      fetch(`${container.url}/assets/x/vendor/htmx-1.9.12.min.js`).then((response) => response.status),
    ]);
    expect(page).toContain('河南省普通高校招生考生服务平台');
    expect([script, container.checkHealth()]).toEqual([200, 0]);
  });

  it('files and prints a list by what the image holds', async () => {
    const client = createTestClient(container.url);
    await client.signIn('21410101151001');
    await client.get('/batches/early-other/notice');
    const form = await client.post('/batches/early-other/notice', {});
    const saved = '/batches/early-other/versions';
    const choice = {
      'first-1-institution': '0001',
      'first-1-major-1': '16',
      'first-1-adjustment': 'agree',
    };
    expect((await client.post(saved, { ...form.hidden(saved), ...choice })).text).toContain('还可以修改2次');
    const { bytes } = await client.download('/batches/early-other/print.pdf');
    expect(Buffer.from(bytes).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('can write to its volume and its tmpfs alone, and has no process of the machine before it', () => {
    const write =
      'for at in / /app /usr /etc /data /tmp; do touch $at/x 2>/dev/null && echo $at; done; id -u';
    expect(container.run(['sh', '-c', write]).stdout).toBe('/data\n/tmp\n1000\n');
    expect(container.output()).not.toMatch(/EROFS|EACCES|Read-only file system/);
  });

  it('ends by SIGTERM, its database too', async () => {
    expect(await container.stop()).toBe(0);
    expect(container.output()).toContain('stopped');
    const left = readdirSync(path.join(image, 'data'), { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => /postmaster\.pid$/.test(name))).toEqual([]);
    if (process.env.LONG !== undefined)
      process.stdout.write(
        `the image beside its base: ${measureTree(image)} MB, of it packages ${measureTree(image, 'app/node_modules')}\n`,
      );
  });
});
