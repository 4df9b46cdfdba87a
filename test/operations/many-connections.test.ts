import { execFileSync, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient } from '../support/test-client';

/** Opens so many connections that say nothing, tells when all are there, and how many are left once asked by a line. */
const OPENER = `
  const { connect } = require('node:net');
  const [port, count] = process.argv.slice(1).map(Number);
  let open = 0;
  let left = 0;
  const next = () => {
    if (open === count) return process.stdout.write('open\\n');
    const socket = connect(port, '127.0.0.1', () => {
      open += 1;
      left += 1;
      next();
    });
    socket.resume();
    socket.on('error', () => undefined);
    socket.once('close', () => {
      left -= 1;
    });
  };
  next();
  process.stdin.on('data', () => process.stdout.write('left ' + left + '\\n'));
`;

const SILENT = 10_000;
/** Files that this process and the opener may each have open, less what they need for themselves. */
const room = Number(execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' })) - 500;
const count = process.env.LONG ? SILENT : 500;

describe('many connections', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const signIn = async (candidateNumber: string) => {
    const client = createTestClient(app.url);
    await client.signIn(candidateNumber);
    return client;
  };

  (room >= count ? it : it.skip)(`${count} that say nothing keep nobody from filing`, async () => {
    const client = await signIn('21410101151001');
    const opener = spawn(process.execPath, ['-e', OPENER, new URL(app.url).port, String(count)]);
    let told = '';
    opener.stdout.on('data', (text) => {
      told += String(text);
    });
    try {
      while (!told.includes('open\n')) await sleep(50);
      for (let turn = 0; turn < 10; turn += 1)
        expect((await client.get('/batches/undergraduate-2/form')).status).toBe(200);
      if (!process.env.LONG) return;
      // They are ended: 20 s for what comes before a request, looked at twice a minute.
      await sleep(55_000);
      opener.stdin.write('how many\n');
      while (!told.includes('left')) await sleep(50);
      expect(told).toContain('left 0\n');
    } finally {
      opener.kill('SIGKILL');
    }
  });

  it('one candidate who loads a page again ten times a second is answered, and so is everybody else', async () => {
    const hasty = await signIn('21410101151001');
    const calm = await signIn('21410101119001');
    const reloads: Promise<number>[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      reloads.push(hasty.get('/').then(({ status }) => status));
      if (turn % 5 === 0) expect((await calm.get('/')).status).toBe(200);
      await sleep(100);
    }
    expect(new Set(await Promise.all(reloads))).toEqual(new Set([200]));
  });
});
