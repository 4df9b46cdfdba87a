import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTestClient } from '../support/test-client';

const root = path.resolve(__dirname, '../..');
const SAVED = '/batches/early-other/versions';

/** Programs of other versions of Node, `NODE_BINARIES=/opt/node22/bin/node:/opt/node24/bin/node`. */
const binaries = (process.env.NODE_BINARIES ?? '').split(path.delimiter).filter((file) => file !== '');
const given = process.env.LONG !== undefined && binaries.length > 0;

interface Served {
  readonly url: string;
  readonly child: ChildProcess;
}

/** The compiled program with a database of its own, as `npm start` runs it. */
async function serveBy(node: string, dataDir: string): Promise<Served> {
  const child = spawn(node, ['dist/src/server.js'], {
    cwd: root,
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += String(chunk);
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      const found = /is at http:\/\/localhost:(\d+)/.exec(output);
      if (found !== null) resolve(`http://127.0.0.1:${found[1]}`);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  return { url, child };
}

async function fileList(url: string) {
  const client = createTestClient(url);
  await client.signIn('21410101151001');
  await client.get('/batches/early-other/notice');
  const form = await client.post('/batches/early-other/notice', {});
  const saved = await client.post(SAVED, {
    ...form.hidden(SAVED),
    'first-1-institution': '0001',
    'first-1-major-1': '16',
    'first-1-adjustment': 'agree',
  });
  const paper = await client.download('/batches/early-other/print.pdf');
  return { saved, paper: Buffer.from(paper.bytes).subarray(0, 5).toString() };
}

async function drawPicture(url: string): Promise<string | null> {
  const client = createTestClient(url);
  const page = await client.get('/forgotten-number');
  const [source = ''] = /\/picture-codes\/[^"?]+/.exec(page.html) ?? [];
  return (await client.download(source)).headers.get('content-type');
}

const versions = given
  ? describe
  : (title: string, define: () => void) =>
      describe.skip(
        `${title} (runs with LONG=1 and NODE_BINARIES, paths of node joined by ${path.delimiter})`,
        define,
      );

versions('other versions of Node', () => {
  // A skipped table may not be empty.
  it.each(given ? binaries : ['node'])(
    '%s starts the program, whose packages all load, and files a list',
    async (node) => {
      expect(existsSync(node)).toBe(true);
      const dataDir = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-node-'));
      // The embedded server runs under another account where this one is root.
      chmodSync(dataDir, 0o711);
      const served = await serveBy(node, dataDir);
      try {
        // bcrypt compares the password, typst sets the paper, sharp draws the picture.
        const { saved, paper } = await fileList(served.url);
        expect(saved.text).toContain('[0001]北京体育大学');
        expect(saved.text).toContain('还可以修改2次');
        expect(paper).toBe('%PDF-');
        expect(await drawPicture(served.url)).toBe('image/png');
        const env = { PATH: process.env.PATH, DATA_DIR: dataDir, LC_ALL: 'C' };
        const command = [path.join(root, 'dist/src/cli/zhiyuan.js'), 'doctor'];
        const found = execFileSync(node, command, { cwd: root, env, encoding: 'utf8' });
        expect(found).toContain('doctor: all is well');
        expect(found).toMatch(/^(ok|note) +node +v\d/m);
      } finally {
        served.child.kill('SIGTERM');
        const [code] = await once(served.child, 'exit');
        rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
        expect(code).toBe(0);
      }
    },
  );
});
