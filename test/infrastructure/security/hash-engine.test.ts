import { readdirSync, readFileSync } from 'node:fs';
import bcrypt from 'bcrypt';
import { createHashThreads } from '../../../src/infrastructure/security/hash-engine';

/** `nice` of each thread of this process: the 19th field of its line, the second of which may hold anything in brackets. */
const listNice = () =>
  new Map(
    readdirSync('/proc/self/task').map((task) => {
      const line = readFileSync(`/proc/self/task/${task}/stat`, 'utf8');
      return [task, Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[16])];
    }),
  );

describe('hashes in threads', () => {
  const threads = createHashThreads();
  afterAll(() => threads.close());

  it('are those of bcrypt, and told from others', async () => {
    const hash = await threads.hash('Zhiyuan#2021', 4);
    expect(await bcrypt.compare('Zhiyuan#2021', hash)).toBe(true);
    const answers = await Promise.all(
      ['Zhiyuan#2021', 'Zhiyuan#2022'].map((password) => threads.compare(password, hash)),
    );
    expect(answers).toEqual([true, false]);
    await expect(threads.compare('Zhiyuan#2021', 'no hash')).resolves.toBe(false);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('come behind whoever saves: their threads yield, and no other does', async () => {
    const before = listNice();
    await threads.compare('typed', await bcrypt.hash('other', 4));
    const now = listNice();
    expect(now.get(String(process.pid))).toBe(0);
    const yielding = [...now].filter(([, nice]) => nice === 10);
    expect(yielding.length).toBeGreaterThan(0);
    expect([...before.keys()].length).toBeGreaterThan(yielding.length);
  });
});
