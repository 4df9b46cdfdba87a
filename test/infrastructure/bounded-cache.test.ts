import { createBoundedCache } from '../../src/infrastructure/bounded-cache';

describe('a bounded cache', () => {
  const setUp = () => {
    const made: string[] = [];
    const cache = createBoundedCache<string>(10, (value) => value.length);
    const owner = {};
    const get = (key: string, by: object = owner) =>
      cache.get(by, key, () => {
        made.push(key);
        return key;
      });
    return { made, get };
  };

  it('makes a thing once', () => {
    const { made, get } = setUp();
    expect([get('one'), get('one')]).toEqual(['one', 'one']);
    expect(made).toEqual(['one']);
  });

  it('forgets first what was asked for longest ago, by weight', () => {
    const { made, get } = setUp();
    for (const key of ['aaaa', 'bbbb', 'aaaa', 'cccc', 'aaaa', 'bbbb']) get(key);
    expect(made).toEqual(['aaaa', 'bbbb', 'cccc', 'bbbb']);
  });

  it('gives what is heavier than the whole cache, and keeps it not', () => {
    const { made, get } = setUp();
    expect(get('longer than ten')).toBe('longer than ten');
    get('longer than ten');
    expect(made).toEqual(['longer than ten', 'longer than ten']);
  });

  it('keeps nothing of an owner before', () => {
    const { made, get } = setUp();
    get('one');
    get('one', {});
    expect(made).toEqual(['one', 'one']);
  });
});
