import path from 'node:path';
import { createThreadPool, type ThreadPoolOptions } from '../../src/infrastructure/thread-pool';

const pools: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

function openPool(options: Partial<ThreadPoolOptions> = {}) {
  const pool = createThreadPool<string, string>({
    workerFile: path.join(__dirname, 'unruly-worker.js'),
    workerData: 'here',
    workers: 1,
    maxWaiting: 10,
    timeout: 20_000,
    ...options,
  });
  pools.push(pool);
  return { pool, ask: pool.run };
}

describe('threads that work off the event loop', () => {
  it('answer each asker with its own answer', async () => {
    const { ask } = openPool();
    await expect(Promise.all([ask('a'), ask('b'), ask('c')])).resolves.toEqual([
      'a 1 here',
      'b 2 here',
      'c 3 here',
    ]);
  });

  it('share the work', async () => {
    const { ask } = openPool({ workers: 2 });
    await expect(Promise.all([ask('a'), ask('b')])).resolves.toEqual(['a 1 here', 'b 1 here']);
  });

  it('refuse at once what is beyond the queue', async () => {
    const { ask } = openPool({ maxWaiting: 1 });
    const first = ask('a');
    const second = ask('b');
    await expect(ask('c')).rejects.toMatchObject({ code: 'busy', status: 503 });
    await expect(Promise.all([first, second])).resolves.toEqual(['a 1 here', 'b 2 here']);
  });

  it('go on after a job that failed', async () => {
    const { ask } = openPool();
    const failed = ask('fail');
    const next = ask('a');
    await expect(failed).rejects.toThrow('unknown variable');
    await expect(next).resolves.toBe('a 1 here');
  });

  it.each([
    ['dies', 'die', 'ended with code 3'],
    ['throws', 'throw', 'broken'],
  ])('are replaced when one %s', async (_how, act, message) => {
    const { ask } = openPool();
    await ask('a');
    const lost = ask(act);
    const next = ask('b');
    await expect(lost).rejects.toThrow(message);
    await expect(next).resolves.toBe('b 1 here');
  });

  it('are given up when a job takes too long', async () => {
    const { ask } = openPool({ timeout: 1500 });
    const lost = ask('hang');
    const next = ask('b');
    await expect(lost).rejects.toMatchObject({ code: 'busy' });
    await expect(next).resolves.toBe('b 1 here');
  });

  it('refuse everything once closed', async () => {
    const { pool, ask } = openPool();
    const running = expect(ask('hang')).rejects.toMatchObject({ code: 'draining' });
    const waiting = expect(ask('a')).rejects.toMatchObject({ code: 'draining' });
    await pool.close();
    await Promise.all([running, waiting]);
    await expect(ask('b')).rejects.toMatchObject({ code: 'draining' });
  });
});
