import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const root = path.resolve(__dirname, '../..');

/** Processes that this one has started and that run, as the system lists them. */
function listChildren(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && findParent(name) === pid)
    .map(Number);
}

/** From the line of the system: `pid (name) state parent …`; null for one that has ended meanwhile. */
function findParent(pid: string): number | null {
  try {
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return Number(parent);
  } catch {
    return null;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(50);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const linux = process.platform === 'linux' ? describe : describe.skip;

linux('processes behind one port', () => {
  let database: TestDatabase;
  let running: ChildProcess | null = null;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
  });
  afterEach(async () => {
    if (running?.exitCode === null && running.signalCode === null) {
      running.kill('SIGTERM');
      await once(running, 'exit');
    }
    running = null;
  });
  afterAll(() => database.drop());

  function start(databaseUrl: string) {
    const child = spawn(process.execPath, ['dist/src/server.js'], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        WEB_CONCURRENCY: '2',
        PORT: '0',
        LOG_LEVEL: 'info',
        DATABASE_URL: databaseUrl,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running = child;
    let said = '';
    child.stdout.on('data', (text) => {
      said += String(text);
    });
    child.stderr.on('data', (text) => {
      said += String(text);
    });
    return { child, pid: child.pid ?? 0, said: () => said };
  }

  const untilAnswering = (said: () => string, count: number) =>
    until(() => said().split('a process answers').length === count + 1);

  async function startBoth() {
    const { child, pid, said } = start(database.url);
    await until(() => / is at http:\/\/localhost:\d+/.test(said()));
    await untilAnswering(said, 2);
    const url = `http://127.0.0.1:${/localhost:(\d+)/.exec(said())?.[1]}/livez`;
    return { child, pid, url, said };
  }

  /** On a connection of its own; once more where the process that took it died. */
  async function ask(url: string): Promise<number> {
    const options = { headers: { connection: 'close' }, signal: AbortSignal.timeout(20_000) };
    return (await fetch(url, options).catch(() => fetch(url, options))).status;
  }

  it('replaces one that dies, answers meanwhile, and ends all of them together', async () => {
    const { child, pid, url, said } = await startBoth();
    expect(await ask(url)).toBe(200);
    expect(said().match(/ is at http/g)).toHaveLength(1);
    const [victim = 0] = listChildren(pid);
    process.kill(victim, 'SIGKILL');
    for (let asked = 0; asked < 20; asked += 1) expect(await ask(url)).toBe(200);
    await untilAnswering(said, 3);
    expect(listChildren(pid)).not.toContain(victim);
    const both = listChildren(pid);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(both.filter(isRunning)).toEqual([]);
  });

  it('ends with the one that watches over them', async () => {
    const { child, pid } = await startBoth();
    const both = listChildren(pid);
    child.kill('SIGKILL');
    await until(() => both.every((one) => !isRunning(one)));
  });

  it('says once why it does not start, and starts nothing else', async () => {
    const { child, said } = start('postgres://nobody:nothing@127.0.0.1:1/none');
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(said().match(/ECONNREFUSED|refused|the start failed/g)?.length).toBeGreaterThan(0);
    expect(said().match(/the start failed/g) ?? []).toHaveLength(1);
  });
});
