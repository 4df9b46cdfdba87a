import {
  type Cast,
  createCast,
  playLastMinute,
  playOpening,
  playSchool,
} from '../../bench/scenarios/scenarios';
import { populate } from '../../bench/world';
import { createDiary, type Diary } from '../../src/operations/rehearsal/diary';
import { startTestApp, type TestApp } from '../support/test-app';

/** Some people in npm test, a small town in the long run. How long they wait is for the bench to say. */
const LONG = process.env.LONG === '1';
// A rate that two cores hash beside everybody who comes.
const SIZE = LONG ? { rate: 8, seconds: 50 } : { rate: 8, seconds: 3 };
const LAST_MINUTE = LONG ? { rate: 40, seconds: 10 } : { rate: 12, seconds: 2 };
const QUEUE_PAGE_BYTES = 4096;
const OVERTAKING_SECONDS = 60;

describe('virtual candidates', () => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await startTestApp({ env: { SIGN_IN_RATE: String(SIZE.rate), TRUSTED_PROXIES: 'loopback' } });
    const people = 2 * SIZE.rate * SIZE.seconds + LAST_MINUTE.rate * LAST_MINUTE.seconds + 100;
    cast = createCast(await populate(app.database.knex, app.url, people));
  });
  afterAll(() => app.close());

  const listBroken = (diary: Diary) => diary.listSteps().filter(({ broken }) => broken > 0);

  it('come to an opening three times as fast as they are let in: all file', async () => {
    const diary = createDiary();
    const { done, of } = await playOpening(app.url, cast, SIZE, diary);
    expect(listBroken(diary)).toEqual([]);
    expect(done).toBe(of);
    const { waited, pageBytes, overtakenBySeconds } = diary.describeLine();
    // A few are let in at once: so small a crowd has no line.
    expect(waited > 0).toBe(LONG);
    expect(pageBytes).toBeLessThanOrEqual(QUEUE_PAGE_BYTES);
    expect(overtakenBySeconds).toBeLessThanOrEqual(OVERTAKING_SECONDS);
  });

  it('of one school, fifty behind one address: nobody is turned away', async () => {
    const diary = createDiary();
    expect(await playSchool(app.url, cast, 3, diary)).toEqual({ done: 50, of: 50 });
    expect(listBroken(diary)).toEqual([]);
  });

  it('save in the last seconds, ever more of them: each list is kept', async () => {
    const diary = createDiary();
    const { done, of } = await playLastMinute(app.url, cast, LAST_MINUTE, diary);
    expect(listBroken(diary)).toEqual([]);
    expect(done).toBe(of);
  });
});
