import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seedDemo } from '../../seeds/demo/seed-demo';
import { seedReference } from '../../seeds/reference/seed-reference';
import { databaseClock } from '../../src/infrastructure/clock';
import { loadConfig } from '../../src/infrastructure/config/config';
import { applicationUrlOf } from '../../src/infrastructure/database/embedded/application-role';
import { createCipher } from '../../src/infrastructure/security/cipher';
import { claimInstallation } from '../../src/operations/installation';
import { claimKeys } from '../../src/operations/key-check';
import { outsideDemo } from '../support/outside-demo';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

/** A drill in a process of its own, behind a proxy that ends TLS, with the demo's people in it. */
export interface DrillServer {
  readonly url: string;
  /** As its visitors name it. */
  readonly host: string;
  readonly database: TestDatabase;
  /** What the process said, its log, so far. */
  readLog(): string;
  readonly dataDir: string;
  stop(): Promise<void>;
}

const root = path.resolve(__dirname, '../..');
const HOST = 'zy.example.cn';
const START_MS = 60_000;

export async function startDrillServer(env: Readonly<Record<string, string>> = {}): Promise<DrillServer> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-drill-'));
  const settings = {
    ...outsideDemo('drill'),
    PUBLIC_URL: `https://${HOST}`,
    TRUSTED_PROXIES: 'loopback',
    DATA_DIR: dataDir,
    // A busy machine is no fault of what is tried.
    SHED_LOAD_MS: '0',
    LOG_LEVEL: 'info',
    ...env,
  };
  await fill(database, settings);
  const port = await findFreePort();
  const child = spawn('node', ['dist/src/server.js'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      ...settings,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: applicationUrlOf(database.url),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      log += part.toString();
    });
  const url = `http://127.0.0.1:${port}`;
  await waitForAnswer(url, child, () => log);
  return {
    url,
    host: HOST,
    database,
    dataDir,
    readLog: () => log,
    async stop() {
      child.kill('SIGTERM');
      await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)));
      rmSync(dataDir, { recursive: true, force: true });
      await database.drop();
    },
  };
}

async function fill({ knex }: TestDatabase, settings: Record<string, string>): Promise<void> {
  const { secrets } = loadConfig(settings);
  await claimInstallation(knex, 'drill');
  await claimKeys(knex, secrets);
  await seedReference(knex);
  await seedDemo(knex, createCipher(secrets.dataKey, secrets.indexKey), await databaseClock.now(knex));
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function waitForAnswer(url: string, child: ChildProcess, readLog: () => string): Promise<void> {
  for (let waited = 0; waited < START_MS; waited += 200) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer !== null && answer.status < 500) return;
    await sleep(200);
  }
  throw new Error(`the drill did not start:\n${readLog()}`);
}
