import bcrypt from 'bcrypt';
import type { Pass } from '../../src/infrastructure/security/admissions';
import { createPasswordHasher } from '../../src/infrastructure/security/password-hasher';
import type { Purpose } from '../../src/infrastructure/security/purposes';

const passOf = (purpose: Purpose) => ({ purpose }) as Pass;

describe('the queues of hashes', () => {
  let release: (() => void)[] = [];
  beforeEach(() => {
    release = [];
    const held = (typed: string | Buffer) =>
      new Promise<never>((resolve) => release.push(() => resolve(`hash of ${typed}` as never)));
    jest.spyOn(bcrypt, 'hash').mockImplementation(held);
    jest.spyOn(bcrypt, 'compare').mockImplementation(held);
  });
  afterEach(() => jest.restoreAllMocks());

  const drain = async () => {
    for (let idle = 0; idle < 3; ) {
      const next = release.shift();
      if (next === undefined) idle += 1;
      else next();
      await new Promise(setImmediate);
    }
  };

  it('press the line by how long waiting takes on the machine as it is', async () => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const hasher = createPasswordHasher(bcrypt);
    const signIns: Promise<boolean>[] = [];
    const come = () => signIns.push(hasher.matches(passOf('signIn'), 'typed', 'hash'));
    for (let count = 0; count < 24; count += 1) come();
    await new Promise(setImmediate);
    expect(hasher.isPressed()).toBe(false);
    // As many wait as before, on a machine that has become twenty times as slow.
    for (let count = 0; count < 60; count += 1) {
      now += 1_000;
      release.shift()?.();
      come();
      await new Promise(setImmediate);
    }
    expect(hasher.isPressed()).toBe(true);
    await drain();
    await Promise.all(signIns);
    expect(hasher.isPressed()).toBe(false);
  });

  it('of new passwords may be full while every sign-in is still taken, and goes on in turn', async () => {
    const hasher = createPasswordHasher(bcrypt);
    const done: string[] = [];
    const resets = Array.from({ length: 250 }, (_none, at) =>
      hasher.hash(passOf('resetPassword'), `reset ${at}`).then(
        () => done.push('reset'),
        (error) => error,
      ),
    );
    await new Promise(setImmediate);
    const signIns = Array.from({ length: 20 }, () =>
      hasher.matches(passOf('signIn'), 'typed', 'hash').then(() => done.push('signIn')),
    );
    await drain();
    const refused = (await Promise.all(resets)).filter((one) => typeof one === 'object');
    expect(refused.length).toBeGreaterThan(100);
    for (const one of refused)
      expect(one).toMatchObject({ code: 'busy', status: 503, values: { seconds: expect.any(Number) } });
    await Promise.all(signIns);
    // Served in turn: the sign-ins did not wait for all the resets that came before them.
    expect(done.lastIndexOf('signIn')).toBeLessThan(60);
  });

  it('keeps a place until its code has proved right: a busy moment costs nobody a code', async () => {
    const hasher = createPasswordHasher(bcrypt);
    const others = Array.from({ length: 102 }, () =>
      hasher.hash(passOf('resetPassword'), 'other').catch(() => null),
    );
    await new Promise(setImmediate);
    expect(() => hasher.reserve(passOf('resetPassword'))).toThrow(expect.objectContaining({ code: 'busy' }));
    await drain();
    await Promise.all(others);
    const kept = hasher.reserve(passOf('resetPassword'));
    const full = Array.from({ length: 120 }, () =>
      hasher.hash(passOf('resetPassword'), 'other').catch((error) => error),
    );
    await new Promise(setImmediate);
    const hash = kept.hash('mine');
    await drain();
    expect(await hash).toBe('hash of mine');
    expect((await Promise.all(full)).some((one) => one?.code === 'busy')).toBe(true);
    kept.free();
  });
});
