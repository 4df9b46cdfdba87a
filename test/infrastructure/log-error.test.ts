import { Writable } from 'node:stream';
import { createLogger } from '../../src/infrastructure/logger';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const NUMBER = '410122200305177731';
const NAME = '阚鋆犇';

let database: TestDatabase;
let log = '';
const logger = createLogger(
  'info',
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString();
      done();
    },
  }),
);
beforeAll(async () => {
  database = await createTestDatabase({ demo: true });
});
beforeEach(() => {
  log = '';
});
afterAll(() => database.drop());

/** Statements that fail on what somebody typed, each as a handler would log it. */
const failing: readonly (readonly [string, string, readonly string[]])[] = [
  ['a row', 'insert into candidates (candidate_number, name) values (?, ?)', [NUMBER, NAME]],
  ['a date', 'select ?::date', [NUMBER]],
  ['a number', 'select ?::int', [NAME]],
  [
    'a key',
    'insert into officers (sign_in_name, name, role) select sign_in_name, ?, role from officers limit 1',
    [NAME],
  ],
  ['a column', `select "${NAME}" from candidates`, []],
];

it.each(failing)(
  'says of %s that was refused what it was and where, and nothing of it',
  async (_what, sql, values) => {
    await database.knex
      .raw(sql, [...values])
      .catch((error: unknown) => logger.error({ err: error }, 'failed'));
    expect(log).toContain('"code"');
    expect(log).toContain('at ');
    for (const text of [NUMBER, NAME, NUMBER.slice(0, 8)]) expect(log).not.toContain(text);
  },
);

it('says nothing of what libraries hang on an error, nor of its causes’ values', () => {
  const error = Object.assign(new Error('refused', { cause: new Error(`no ${NUMBER} of a@b.example`) }), {
    options: { body: NUMBER },
    request: { headers: { cookie: NAME } },
  });
  logger.error({ err: error }, 'failed');
  expect(log).toContain('refused');
  for (const text of [NUMBER, NAME, 'b.example']) expect(log).not.toContain(text);
});

it('takes whatever is thrown', () => {
  for (const thrown of [undefined, null, NUMBER, { NUMBER }]) logger.error({ err: thrown }, 'failed');
  expect(log).not.toContain(NUMBER);
});
