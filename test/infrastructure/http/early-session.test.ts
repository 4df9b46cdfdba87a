import { MemoryStore, type SessionData } from 'express-session';
import { goOnWithSession, takeEarlySessions } from '../../../src/infrastructure/http/early-session';

const data = (holder: number) => ({ candidate: { id: holder } }) as unknown as SessionData;

describe('a store that takes what was asked for early', () => {
  const asked: string[] = [];
  class CountingStore extends MemoryStore {
    override get(id: string, answer: (error: unknown, session?: SessionData | null) => void): void {
      asked.push(id);
      answer(null, data(0));
    }
  }
  const store = takeEarlySessions(new CountingStore());
  const read = (id: string) =>
    new Promise<SessionData | null | undefined>((resolve, reject) => {
      store.get(id, (error, session) => (error ? reject(error) : resolve(session)));
    });
  beforeEach(() => asked.splice(0));

  it('does not ask once more, for that session and in that tick alone', async () => {
    const seen: Promise<SessionData | null | undefined>[] = [];
    goOnWithSession('a', Promise.resolve(data(7)), () => {
      seen.push(read('a'), read('b'));
    });
    seen.push(read('a'));
    expect(await Promise.all(seen)).toEqual([data(7), data(0), data(0)]);
    expect(asked).toEqual(['b', 'a']);
  });

  it('tells of no session as it would, and asks itself where no connection was left', async () => {
    let none: Promise<unknown> = Promise.resolve();
    goOnWithSession('a', Promise.resolve(null), () => {
      none = read('a');
    });
    expect(await none).toBeNull();
    expect(asked).toEqual([]);
    let later: Promise<unknown> = Promise.resolve();
    const busy = new Error('Knex: Timeout acquiring a connection. The pool is probably full.');
    goOnWithSession('a', Promise.reject(busy), () => {
      later = read('a');
    });
    expect(await later).toEqual(data(0));
    expect(asked).toEqual(['a']);
  });

  it('does not wait once more for a database that is away', async () => {
    let failed: Promise<unknown> = Promise.resolve();
    goOnWithSession('a', Promise.reject(Object.assign(new Error('silent'), { code: 'ETIMEDOUT' })), () => {
      failed = read('a');
    });
    await expect(failed).rejects.toThrow('silent');
    expect(asked).toEqual([]);
  });

  it('forgets it where going on fails', async () => {
    expect(() =>
      goOnWithSession('a', Promise.resolve(data(7)), () => {
        throw new Error('refused');
      }),
    ).toThrow('refused');
    expect(await read('a')).toEqual(data(0));
  });
});
