import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningServer, serve } from '../../src/operations/serve';
import { type Shown, writeReliability } from '../support/reliability';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import {
  type Answers,
  findFreePort,
  hasNginx,
  pressWhile,
  startNginx,
  startProcess,
  stopProcess,
} from './restart-parts';

const root = path.resolve(__dirname, '../..');
const RESTARTS = Number(process.env.RESTARTS ?? 50);
const FORMS = 5000;
/** What a supervisor allows: deploy/systemd/zhiyuan.service and deploy/compose.yaml, less ten. */
const LONGEST_MS = 30_000;
const candidates = ['21410101151001', '21410101119001'];

/** Binds a socket and hands it on to each process in turn, as systemd does; it takes no connection by itself. */
const SUPERVISOR = `
  const { TCP, constants } = process.binding('tcp_wrap');
  const { spawn } = require('node:child_process');
  const socket = new TCP(constants.SERVER);
  socket.bind('127.0.0.1', Number(process.argv[1]));
  let child = null;
  const start = () => {
    child = spawn(process.execPath, ['dist/src/server.js'], {
      stdio: ['ignore', 'pipe', 'inherit', socket.fd],
      env: { ...process.env, LISTEN_FDS: '1' },
    });
    child.stdout.on('data', (text) => {
      if (String(text).includes('Zhiyuan (')) process.stdout.write('ready\\n');
    });
    child.once('exit', () => process.argv[2] !== 'ended' && start());
  };
  process.on('SIGHUP', () => child.kill('SIGTERM'));
  process.on('SIGTERM', () => {
    process.argv[2] = 'ended';
    child.once('exit', () => process.exit(0));
    child.kill('SIGTERM');
  });
  start();
`;

/** Without a token a form is refused, by us; everything else is answered as ever. */
const GOOD = ['GET /sign-in 200', 'GET form 200', 'POST /sign-in 403', 'POST draft 200'];

const behindNginx = hasNginx() ? describe : describe.skip;
const long = process.env.LONG && hasNginx() ? describe : describe.skip;

behindNginx('servers that drain in turn (needs nginx)', () => {
  it('fail no form behind the nginx of deploy/, without a program in them', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-nginx-'));
    const ports = [await findFreePort(), await findFreePort()];
    const front = await findFreePort();
    const start = (port = 0): Promise<RunningServer> =>
      serve(
        {
          listener: (req, res) => {
            req.resume();
            req.once('end', () => {
              res.statusCode = req.method === 'POST' ? 403 : 200;
              res.end('done');
            });
          },
        },
        port,
        '127.0.0.1',
      );
    const servers = await Promise.all(ports.map(start));
    const nginx = await startNginx(folder, front, ports, '200ms');
    try {
      const answers = await pressWhile({ front, candidates: [], forms: 0 }, async () => {
        for (let turn = 0; turn < 30; turn += 1) {
          const at = turn % ports.length;
          // A machine that is busy lets nginx wait for longer than one would think; nginx ends them itself, after 200 ms.
          await servers[at]?.drain(10_000, 5000);
          servers[at] = await start(ports[at]);
          await sleep(30);
        }
      });
      expect(Object.keys(answers).toSorted()).toEqual(['GET /sign-in 200', 'POST /sign-in 403']);
      expect(answers['POST /sign-in 403']).toBeGreaterThan(100);
    } finally {
      await stopProcess(nginx);
      await Promise.all(servers.map((server) => server.drain(0)));
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

long('restarts behind nginx', () => {
  let database: TestDatabase;
  let folder: string;
  let front: number;

  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-nginx-'));
    front = await findFreePort();
  });
  afterAll(async () => {
    if (shown.length > 0)
      writeReliability({ promise: 'P36', test: 'test/operations/restart.test.ts', figures: shown });
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  const env = () => ({
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    TRUSTED_PROXIES: 'loopback',
    LOG_LEVEL: 'silent',
    SHED_LOAD_MS: '0',
    DATA_DIR: folder,
  });
  const shown: Shown['figures'][number][] = [];
  const tell = (what: string, answers: Answers, slowest: number) => {
    const all = Object.entries(answers);
    const failed = all.filter(([kind]) => !GOOD.includes(kind)).map(([, count]) => count);
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    const figure = `${sum(all.map(([, count]) => count))} answers, ${sum(failed)} failed, the longest took ${(slowest / 1000).toFixed(1)} s`;
    process.stdout.write(`${what}, ${RESTARTS} times: ${JSON.stringify(answers)}: ${figure}\n`);
    shown.push([`${what}, ${RESTARTS} times`, figure]);
  };

  it(`fail nothing while one process is restarted ${RESTARTS} times, its socket kept`, async () => {
    const port = await findFreePort();
    const supervisor = spawn(process.execPath, ['-e', SUPERVISOR, String(port)], {
      cwd: root,
      env: env(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let ready = 0;
    supervisor.stdout.on('data', (text) => {
      ready += String(text).split('ready').length - 1;
    });
    const waitForReady = async (times: number) => {
      while (ready < times) await sleep(20);
    };
    await waitForReady(1);
    const nginx = await startNginx(folder, front, [port]);
    let slowest = 0;
    const answers = await pressWhile({ front, candidates, forms: FORMS }, async () => {
      for (let turn = 1; turn <= RESTARTS; turn += 1) {
        const began = performance.now();
        supervisor.kill('SIGHUP');
        await waitForReady(turn + 1);
        slowest = Math.max(slowest, performance.now() - began);
        await sleep(300);
      }
    });
    await stopProcess(supervisor);
    await stopProcess(nginx);
    tell('kept socket', answers, slowest);
    expect(Object.keys(answers).toSorted()).toEqual(GOOD);
    expect(slowest).toBeLessThan(LONGEST_MS);
  }, 1_800_000);

  it(`fail nothing while the processes behind one port are replaced, ${RESTARTS} times in all`, async () => {
    const port = await findFreePort();
    const child = spawn(process.execPath, ['dist/src/server.js'], {
      cwd: root,
      env: { ...env(), LOG_LEVEL: 'info', WEB_CONCURRENCY: '2', PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (text) => {
      said += String(text);
    });
    const untilSaid = async (words: string, times: number) => {
      while (said.split(words).length <= times) await sleep(50);
    };
    await untilSaid('a process answers', 2);
    const nginx = await startNginx(folder, front, [port]);
    let slowest = 0;
    const answers = await pressWhile({ front, candidates, forms: FORMS }, async () => {
      for (let turn = 1; turn <= Math.ceil(RESTARTS / 2); turn += 1) {
        const began = performance.now();
        child.kill('SIGUSR2');
        await untilSaid('the processes are replaced"', turn);
        slowest = Math.max(slowest, performance.now() - began);
      }
    });
    const { code } = await stopProcess(child);
    await stopProcess(nginx);
    tell('processes behind one port', answers, slowest);
    expect([code, Object.keys(answers).toSorted()]).toEqual([0, GOOD]);
    expect(slowest).toBeLessThan(2 * LONGEST_MS);
  }, 1_800_000);

  it(`fail nothing while two processes are restarted in turn, ${RESTARTS} times in all`, async () => {
    const ports = [await findFreePort(), await findFreePort()];
    const start = (port: number) => startProcess({ ...env(), PORT: String(port) });
    const processes = await Promise.all(ports.map(start));
    const nginx = await startNginx(folder, front, ports);
    const ends: { ms: number; code: number | null }[] = [];
    const answers = await pressWhile({ front, candidates, forms: FORMS }, async () => {
      for (let turn = 0; turn < RESTARTS; turn += 1) {
        const at = turn % ports.length;
        const [child, port] = [processes[at], ports[at]];
        if (child === undefined || port === undefined) throw new Error('there are two');
        ends.push(await stopProcess(child));
        processes[at] = await start(port);
      }
    });
    await Promise.all(processes.map(stopProcess));
    await stopProcess(nginx);
    const slowest = Math.max(...ends.map(({ ms }) => ms));
    tell('two processes', answers, slowest);
    expect(Object.keys(answers).toSorted()).toEqual(GOOD);
    expect(ends.filter(({ code }) => code !== 0)).toEqual([]);
    expect(slowest).toBeLessThan(LONGEST_MS);
  }, 1_800_000);
});
