import { presentWaiting } from '../../../src/candidate/sign-in/waiting.presenter';

describe('how soon the page of the line asks again', () => {
  it.each([
    [0, 0, 4],
    [0, 0.5, 5],
    [0, 0.999, 6],
    [80, 0, 16],
    [80, 0.5, 20],
    [80, 0.999, 24],
    [3600, 0, 24],
    [3600, 0.999, 36],
  ])('a wait of %i s, drawn %f: after %i s', (seconds, drawn, after) => {
    expect(presentWaiting({ ahead: 1, seconds }, () => drawn).refreshSeconds).toBe(after);
  });

  it('differs from one page to the next', () => {
    const seen = new Set(
      Array.from({ length: 50 }, () => presentWaiting({ ahead: 1, seconds: 80 }).refreshSeconds),
    );
    expect(seen.size).toBeGreaterThan(3);
  });
});
