import { performance } from 'node:perf_hooks';
import { bound, getFacts } from '../password-reset/facts';
import { answerPicture } from '../support/picture-code';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../support/test-client';

const LONG = process.env.LONG !== undefined;
const TRIES = 2_000;
/** As many tries of one account as are let through at once. */
const MOST_AT_ONCE = 4;
const MOST_MS = 5;

const stranger = { candidateNumber: '21410199999999', identityNumber: '110101199003070134', name: '王无名' };
const known = getFacts(bound.sms);

/** The same try for somebody who exists and for nobody, in one browser. */
interface Question {
  readonly path: string;
  readonly picture: boolean;
  /** Pairs under way at once: one where the work itself takes the time, else they wait for each other. */
  readonly atOnce: number;
  readonly existing: Readonly<Record<string, string>>;
  readonly unknown: Readonly<Record<string, string>>;
}

const questions: Readonly<Record<string, Question>> = {
  'the sign-in with a wrong password': {
    path: '/sign-in',
    picture: false,
    atOnce: 1,
    existing: { candidateNumber: known.candidateNumber, password: 'Wrong#2021' },
    unknown: { candidateNumber: stranger.candidateNumber, password: 'Wrong#2021' },
  },
  'the facts of 忘记密码': {
    path: '/password-reset',
    picture: true,
    atOnce: MOST_AT_ONCE,
    existing: { ...known, name: '王有名' },
    unknown: { ...stranger },
  },
  忘记考生号: {
    path: '/forgotten-number',
    picture: true,
    atOnce: MOST_AT_ONCE,
    existing: { identityNumber: known.identityNumber, name: known.name },
    unknown: { identityNumber: stranger.identityNumber, name: stranger.name },
  },
};

interface Answer {
  readonly ms: number;
  /** Status, headers and length, as an onlooker sees them. */
  readonly shape: string;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, two) => one - two);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function describeShape({ status, headers, html }: TestPage): string {
  const told = [...headers]
    .filter(([name]) => !['date', 'content-length', 'etag'].includes(name))
    .map(([name, value]) => `${name}: ${name === 'set-cookie' ? value.replace(/=[^;]+/, '') : value}`);
  return [status, Buffer.byteLength(html), ...told.toSorted()].join('\n');
}

(LONG ? describe : describe.skip)(
  `answers to ${TRIES} + ${TRIES} tries (P21; runs with LONG=1 alone)`,
  () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await startTestApp();
    });
    afterAll(() => app.close());

    async function ask(
      client: TestClient,
      { path, picture }: Question,
      typed: Readonly<Record<string, string>>,
    ): Promise<Answer> {
      const page = await client.get(path);
      const answer = picture ? await answerPicture(app, page) : {};
      const began = performance.now();
      const told = await client.post(path, { ...typed, ...answer });
      return { ms: performance.now() - began, shape: describeShape(told) };
    }

    /** Both tries in one browser; which of the two comes first must not matter. */
    async function askBoth(question: Question, existingFirst: boolean) {
      const client = createTestClient(app.url);
      const { existing, unknown } = question;
      const one = await ask(client, question, existingFirst ? existing : unknown);
      const two = await ask(client, question, existingFirst ? unknown : existing);
      return existingFirst ? { existing: one, unknown: two } : { existing: two, unknown: one };
    }

    it.each(Object.entries(questions))(
      'are alike for those who exist and for nobody: %s',
      async (_name, question) => {
        const pairs: { readonly existing: Answer; readonly unknown: Answer }[] = [];
        while (pairs.length < TRIES) {
          await app.database.knex('throttles').delete();
          const orders = Array.from({ length: question.atOnce }, (_none, at) => at % 2 === 0);
          pairs.push(...(await Promise.all(orders.map((first) => askBoth(question, first)))));
        }
        const shapes = pairs.flatMap(({ existing, unknown }) => [existing.shape, unknown.shape]);
        expect([...new Set(shapes)]).toHaveLength(1);
        const mine = median(pairs.map(({ existing }) => existing.ms));
        const theirs = median(pairs.map(({ unknown }) => unknown.ms));
        expect(Math.abs(mine - theirs)).toBeLessThan(MOST_MS);
      },
      1_500_000,
    );
  },
);
