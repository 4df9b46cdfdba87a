import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestClient, type TestClient } from '../support/test-client';

const root = path.resolve(__dirname, '../..');
const DRAFT = '/batches/early-other/draft';

/** Whether Debian's nginx is there. */
export const hasNginx = () => spawnSync('nginx', ['-v']).status === 0;

/** A port of loopback that nobody listens at. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const listener = createServer().listen(0, '127.0.0.1', () => {
      const address = listener.address();
      listener.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** deploy/nginx.conf word by word, but for its ports, and without a certificate. @returns the process of nginx */
export async function startNginx(
  folder: string,
  front: number,
  ports: readonly number[],
  idle = '5s',
): Promise<ChildProcess> {
  const deployed = readFileSync(path.join(root, 'deploy/nginx.conf'), 'utf8');
  const text = deployed
    .replace('server 127.0.0.1:3000 ', `server 127.0.0.1:${ports[0]} `)
    .replace('# server 127.0.0.1:3001 ', `${ports[1] === undefined ? '#' : ''} server 127.0.0.1:${ports[1]} `)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${front};`)
    .replace('keepalive_timeout 5s;', `keepalive_timeout ${idle};`)
    .replaceAll(/^ *(ssl_certificate|ssl_certificate_key|include) .*$/gm, '');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const file = path.join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 1024; }
     http { access_log off; ${temporary.join(' ')} ${text} }`,
  );
  const nginx = spawn('nginx', ['-c', file, '-p', folder, '-e', 'stderr'], { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await fetch(`http://127.0.0.1:${front}/livez`).then(
        () => true,
        () => false,
      )
    )
      return nginx;
    await sleep(50);
  }
  throw new Error(`nginx does not come up: ${readFileSync(`${folder}/error.log`, 'utf8')}`);
}

/** What was answered, and how often: `POST /sign-in 403`; status 0 where the connection ended. */
export type Answers = Record<string, number>;

interface Load {
  readonly front: number;
  /** Who fills in a form meanwhile. */
  readonly candidates: readonly string[];
  /** At least so many forms without a session are sent. */
  readonly forms: number;
}

/**
 * Asks and posts from all sides, without a pause, while something is done: forms and pages without a session, and people
 * who fill in a form. @returns all answers by kind and status
 */
export async function pressWhile(load: Load, work: () => Promise<void>): Promise<Answers> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const answers: Answers = {};
  let over = false;
  let sent = 0;
  const count = (kind: string, status: number) => {
    const key = `${kind} ${status}`;
    answers[key] = (answers[key] ?? 0) + 1;
  };
  const anonymous = Array.from({ length: 10 }, async (_one, at) => {
    const method = at < 6 ? 'POST' : 'GET';
    while (!over || sent < load.forms) {
      count(`${method} /sign-in`, await ask(agent, load.front, method));
      if (method === 'POST') sent += 1;
      await sleep(20);
    }
  });
  const browsers = load.candidates.map(async (candidate) => {
    const client = createTestClient(`http://127.0.0.1:${load.front}`);
    const form = await openForm(client, candidate);
    while (!over) {
      count('GET form', await statusOf(client.get('/batches/early-other/form')));
      count('POST draft', await statusOf(client.post(DRAFT, { ...form, 'first-1-institution': '0001' })));
      await sleep(50);
    }
  });
  try {
    await work();
  } finally {
    over = true;
    await Promise.all([...anonymous, ...browsers]);
    agent.destroy();
  }
  return answers;
}

const statusOf = (answer: Promise<{ readonly status: number }>) =>
  answer.then(
    ({ status }) => status,
    () => 0,
  );

async function openForm(client: TestClient, candidate: string): Promise<Record<string, string>> {
  await client.signIn(candidate);
  await client.get('/batches/early-other/notice');
  const form = await client.post('/batches/early-other/notice', {});
  return form.hidden('/batches/early-other/versions');
}

/** A form without a token, or the page with it; the connection is kept. @returns the status; 0 where it was ended */
function ask(agent: Agent, port: number, method: 'GET' | 'POST'): Promise<number> {
  return new Promise((resolve) => {
    const body = method === 'POST' ? 'candidateNumber=1&password=x' : '';
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    };
    const sent = request(
      { port, method, path: '/sign-in', agent, headers: method === 'POST' ? headers : {} },
      (res) => {
        res.resume();
        res.once('end', () => resolve(res.statusCode ?? 0));
        res.once('error', () => resolve(0));
      },
    );
    sent.once('error', () => resolve(0));
    sent.end(body);
  });
}

/** Starts the compiled program, or what stands in the place of it. @returns once it says where it is */
export async function startProcess(
  env: NodeJS.ProcessEnv,
  cwd = root,
  flags: readonly string[] = [],
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...flags, 'dist/src/server.js'], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text) => String(text).includes('Zhiyuan (') && resolve());
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)));
  });
  return child;
}

/** Ends a process by SIGTERM. @returns after how many milliseconds it had ended, with which code */
export async function stopProcess(child: ChildProcess): Promise<{ ms: number; code: number | null }> {
  const began = performance.now();
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  child.kill('SIGTERM');
  return { code: await ended, ms: performance.now() - began };
}
