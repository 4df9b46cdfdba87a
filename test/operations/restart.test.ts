import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeReliability } from '../support/reliability';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const root = path.resolve(__dirname, '../..');
const RESTARTS = Number(process.env.RESTARTS ?? 20);
const FORMS = 5000;

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

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const listener = createServer().listen(0, '127.0.0.1', () => {
      const address = listener.address();
      listener.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

const hasNginx = () => spawnSync('nginx', ['-v']).status === 0;
const long = process.env.LONG && hasNginx() ? describe : describe.skip;

long('restarts behind nginx', () => {
  let database: TestDatabase;
  let folder: string;
  let nginx: ChildProcess;
  let front: number;

  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-nginx-'));
    front = await findFreePort();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  async function startNginx(ports: readonly number[]): Promise<void> {
    const servers = ports.map((port) => `server 127.0.0.1:${port} max_fails=0;`).join(' ');
    const file = path.join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
       events { worker_connections 1024; }
       http {
         access_log off; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f;
         uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
         upstream zhiyuan { ${servers} keepalive 32; keepalive_timeout 5s; }
         server { listen 127.0.0.1:${front};
           location / { proxy_pass http://zhiyuan; proxy_http_version 1.1; proxy_set_header Connection "";
             proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
             proxy_next_upstream error timeout; proxy_read_timeout 120s; } } }`,
    );
    nginx = spawn('nginx', ['-c', file, '-p', folder], { stdio: 'ignore' });
    await sleep(500);
  }

  const env = () => ({
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    TRUSTED_PROXIES: 'loopback',
    LOG_LEVEL: 'silent',
    SHED_LOAD_MS: '0',
    DATA_DIR: folder,
  });

  const posted: [string, string][] = [];
  const countForms = (counts: Record<string, number>) =>
    `${RESTARTS} restarts, ${Object.values(counts).reduce((sum, count) => sum + count, 0)} forms`;

  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  function post(): Promise<number> {
    return new Promise((resolve) => {
      const body = 'candidateNumber=1&password=x';
      const sent = request(
        {
          port: front,
          method: 'POST',
          path: '/sign-in',
          agent,
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': String(body.length),
          },
        },
        (res) => {
          res.resume();
          res.once('end', () => resolve(res.statusCode ?? 0));
        },
      );
      sent.once('error', () => resolve(0));
      sent.end(body);
    });
  }

  /** Posts without a pause from eight sides until it is told to stop. @returns statuses and how many of each */
  async function postThrough(work: () => Promise<void>): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    let over = false;
    let sent = 0;
    const sides = Array.from({ length: 8 }, async () => {
      while (!over || sent < FORMS) {
        const status = await post();
        sent += 1;
        counts[status] = (counts[status] ?? 0) + 1;
        await sleep(20);
      }
    });
    await work();
    over = true;
    await Promise.all(sides);
    return counts;
  }

  it(`fail none of ${FORMS} forms while one process is restarted ${RESTARTS} times, its socket kept`, async () => {
    const port = await findFreePort();
    await startNginx([port]);
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
      while (ready < times) await sleep(50);
    };
    await waitForReady(1);
    const counts = await postThrough(async () => {
      for (let turn = 1; turn <= RESTARTS; turn += 1) {
        supervisor.kill('SIGHUP');
        await waitForReady(turn + 1);
        await sleep(500);
      }
    });
    const ended = new Promise((resolve) => supervisor.once('exit', resolve));
    supervisor.kill('SIGTERM');
    await ended;
    nginx.kill('SIGTERM');
    process.stdout.write(`kept socket: ${JSON.stringify(counts)}\n`);
    posted.push(['one process, its socket kept', countForms(counts)]);
    // Without a token: refused, by us.
    expect(Object.keys(counts)).toEqual(['403']);
  });

  it(`fail none while two processes are restarted in turn, ${RESTARTS} times in all`, async () => {
    const ports = [await findFreePort(), await findFreePort()];
    const start = async (port: number) => {
      const child = spawn(process.execPath, ['dist/src/server.js'], {
        cwd: root,
        env: { ...env(), PORT: String(port) },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (text) => {
          if (String(text).includes('Zhiyuan (')) resolve();
        });
      });
      return child;
    };
    const stop = async (child: ChildProcess) => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    };
    const processes = await Promise.all(ports.map(start));
    await startNginx(ports);
    const counts = await postThrough(async () => {
      for (let turn = 0; turn < RESTARTS; turn += 1) {
        const at = turn % ports.length;
        const [child, port] = [processes[at], ports[at]];
        if (child === undefined || port === undefined) throw new Error('there are two');
        await stop(child);
        processes[at] = await start(port);
      }
    });
    await Promise.all(processes.map(stop));
    nginx.kill('SIGTERM');
    process.stdout.write(`two processes: ${JSON.stringify(counts)}\n`);
    expect(Object.keys(counts)).toEqual(['403']);
    posted.push(['two processes in turn', countForms(counts)]);
    writeReliability({
      promise: 'P36',
      test: 'test/operations/restart.test.ts',
      figures: [...posted, ['forms that failed', 0]],
    });
  });
});
