import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import { openForm, people, press, signIn, sound } from '../filing/filing';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const long = process.env.LONG !== undefined;
const RATE = 10;
const BURST = 5 * RATE;
const VISITORS = long ? 900 : 90;
/** Over which they come, in milliseconds: three times what the rate lets in. */
const RAMP_MS = long ? 30_000 : 2000;

jest.setTimeout(300_000);

describe('an opening storm at two processes', () => {
  const apps: TestApp[] = [];
  beforeAll(async () => {
    const env = { SIGN_IN_RATE: String(RATE) };
    const first = await startTestApp({ env });
    apps.push(first, await startTestApp({ database: first.database, clock: first.clock, env }));
  });
  afterAll(async () => {
    for (const app of apps.toReversed()) await app.close();
  });

  const isIn = (text: string) => text.includes('考生登录');

  /** Comes, waits as the page says but faster, and tells when it was let in, in milliseconds since the beginning. */
  async function visit(at: number, began: number): Promise<number> {
    const client = createTestClient(apps[at % 2]?.url ?? '');
    await wait((RAMP_MS * at) / VISITORS);
    for (;;) {
      const page = await client.get('/sign-in');
      expect(page.status).toBe(200);
      if (isIn(page.text)) return performance.now() - began;
      await wait(500);
    }
  }

  it('lets everybody in, no faster than the machine bears, and those inside notice nothing', async () => {
    const inside: TestClient = await signIn(apps[0] as TestApp, people.pilot);
    const form = await openForm(inside);
    let going = true;
    const drafts = (async () => {
      const statuses: number[] = [];
      while (going) {
        statuses.push((await press(inside, form, 'check', sound)).status);
        await wait(200);
      }
      return statuses;
    })();
    const began = performance.now();
    const times = await Promise.all(Array.from({ length: VISITORS }, (_, at) => visit(at, began)));
    going = false;
    expect(new Set(await drafts)).toEqual(new Set([200]));
    const sorted = times.toSorted((one, other) => one - other);
    // The store's clock and this one are read at different instants: a second of grace.
    sorted.forEach((time, at) => {
      expect(at + 1).toBeLessThanOrEqual(BURST + RATE * (time / 1000 + 1));
    });
    expect(sorted.at(-1)).toBeGreaterThan(((VISITORS - BURST) / RATE - 1) * 1000);
  });
});
