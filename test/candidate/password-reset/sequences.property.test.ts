import fc from 'fast-check';
import { answerPicture } from '../../support/picture-code';
import { getSentCode } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import { idOf } from '../filing/filing';
import { bound, getFacts, newPassword } from './facts';

const LONG = process.env.LONG !== undefined;

/** Where a browser stands, as the manual has it; the application is held against it. */
interface Standing {
  readonly client: TestClient;
  /** Whose facts were all right in this browser. */
  proved: string | null;
  /** A code was sent to the first candidate since, and has not been used or tried three times. */
  codeServes: boolean;
  wrongTries: number;
  newestCode: string;
}

describe('the requests of a reset in any order', () => {
  let app: TestApp;
  let id: number;
  beforeAll(async () => {
    app = await startTestApp();
    id = await idOf(app, bound.sms);
    const pack = app.services.reference.current().calendar.pack;
    Object.assign(pack.identity, { codeResendSeconds: 0, codesPerHour: 1_000_000 });
  });
  afterAll(() => app.close());

  const passwords = { next: newPassword, again: newPassword };
  const countResets = async () =>
    (await app.database.knex('audit_entries').where({ action: 'resetPassword' })).length;

  async function postFacts(client: TestClient, facts: object, code?: string): Promise<void> {
    const page = await client.get('/password-reset');
    const right = await answerPicture(app, page);
    await client.post('/password-reset', { ...facts, ...right, ...(code === undefined ? {} : { code }) });
  }

  const submit = (client: TestClient, answer: string) =>
    client.post('/password-reset/proof', { answer, ...passwords });

  /** A code that was truly sent for a reset, in a journey of another browser. */
  async function sendElsewhere(): Promise<string> {
    const other = createTestClient(app.url);
    await postFacts(other, getFacts(bound.sms));
    await other.post('/password-reset/proof/code', {});
    return (await getSentCode(app, id, 'reset')).code;
  }

  const stand = (at: Standing, proved: string | null) =>
    Object.assign(at, { proved, codeServes: false, wrongTries: 0 });

  async function postWrong(at: Standing, answer: string): Promise<void> {
    await submit(at.client, answer === at.newestCode ? '000000' : answer);
    at.wrongTries += 1;
    at.codeServes = at.codeServes && at.wrongTries < 3;
  }

  /** Requests that a browser can make, in any order and number. Each tells whether it must have reset the password. */
  const requests = {
    openFirstPage: ({ client }: Standing) => client.get('/password-reset').then(() => false),
    postRightFacts: async (at: Standing) => {
      await postFacts(at.client, getFacts(bound.sms));
      stand(at, bound.sms);
      return false;
    },
    postWrongPicture: ({ client }: Standing) =>
      postFacts(client, getFacts(bound.sms), 'ZZZZ').then(() => false),
    postWrongFacts: ({ client }: Standing) =>
      postFacts(client, { ...getFacts(bound.sms), name: '周行迒' }).then(() => false),
    postFactsOfAnother: async (at: Standing) => {
      await postFacts(at.client, getFacts(bound.nothing));
      stand(at, bound.nothing);
      return false;
    },
    askForCode: async (at: Standing) => {
      await at.client.post('/password-reset/proof/code', {});
      if (at.proved !== bound.sms) return false;
      const { code } = await getSentCode(app, id, 'reset');
      Object.assign(at, { codeServes: true, wrongTries: 0, newestCode: code });
      return false;
    },
    openSecondPage: async ({ client, proved }: Standing) => {
      const page = await client.get('/password-reset/proof');
      expect(page.url).toBe(proved === null ? '/password-reset' : '/password-reset/proof');
      return false;
    },
    postWrongAnswer: (at: Standing) => postWrong(at, '宝剑锋从磨砺出').then(() => false),
    postCodeOfAnotherBrowser: async (at: Standing) => {
      await postWrong(at, await sendElsewhere());
      return false;
    },
    postNewestCode: async (at: Standing) => {
      await submit(at.client, at.newestCode === '' ? '123456' : at.newestCode);
      const right = at.proved === bound.sms && at.codeServes;
      if (right) stand(at, null);
      else at.wrongTries += 1;
      return right;
    },
    giveUp: async (at: Standing) => {
      await at.client.post('/password-reset/abandonment', {});
      stand(at, null);
      return false;
    },
    openSignIn: async (at: Standing) => {
      await at.client.get('/sign-in');
      stand(at, null);
      return false;
    },
  };
  type Step = keyof typeof requests;
  const examples: Step[][] = [
    ['postRightFacts', 'askForCode', 'postNewestCode', 'postNewestCode'],
    ['postRightFacts', 'askForCode', 'postFactsOfAnother', 'postNewestCode'],
    ['postRightFacts', 'askForCode', 'openSignIn', 'postNewestCode'],
    ['postRightFacts', 'askForCode', 'postRightFacts', 'postNewestCode'],
    ['postRightFacts', 'askForCode', 'giveUp', 'postNewestCode'],
    [
      'postRightFacts',
      'askForCode',
      'postWrongAnswer',
      'postWrongAnswer',
      'postWrongAnswer',
      'postNewestCode',
    ],
  ];

  async function walk(sequence: readonly Step[]): Promise<number> {
    await app.database.knex('throttles').delete();
    const client = createTestClient(app.url);
    await client.get('/password-reset');
    const at: Standing = { client, proved: null, codeServes: false, wrongTries: 0, newestCode: '' };
    let reached = 0;
    for (const step of sequence) {
      const before = await countResets();
      const expected = (await requests[step](at)) ? 1 : 0;
      expect([step, (await countResets()) - before]).toEqual([step, expected]);
      reached += expected;
    }
    return reached;
  }

  it(
    'never reaches the last step without the middle one',
    async () => {
      let reached = 0;
      const step = fc.constantFrom(...(Object.keys(requests) as Step[]));
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (sequence) => {
          reached += await walk(sequence);
        }),
        { numRuns: LONG ? 300 : 15, examples: examples.map((sequence) => [sequence]) },
      );
      // The planned way itself is walked, so that the test could fail.
      expect(reached).toBeGreaterThan(0);
    },
    LONG ? 1_200_000 : 300_000,
  );
});
