import { lookAtPlans } from '../../bench/growth/measure';
import { findSequentialScans } from '../../bench/growth/sequential-scans';
import { startApp } from '../../bench/processes';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

/** Large enough that the planner does what it does for a province. */
const PEOPLE = 60_000;
const long = process.env.LONG === '1' ? describe : describe.skip;

describe('the search for sequential scans', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.knex.raw(
      'create table many as select n, n::text as word from generate_series(1, 20000) n',
    );
    await database.knex.raw('create table few as select n from generate_series(1, 20) n');
    await database.knex.raw('create unique index on many (n)');
    await database.knex.raw('analyze');
  });
  afterAll(() => database.drop());

  it.each([
    ['select * from many where word = $1', ['7'], ['many']],
    ['with one as (select n from many where word = $1) update few set n = 1 from one', ['7'], ['many']],
    ['select * from many where n = $1', [7], []],
    ['select * from few where n = $1', [7], []],
    ['begin', [], []],
  ])('looks at %s', async (text, values, tables) => {
    const statement = { text, values, start: 0, end: 0, row: null };
    const found = await findSequentialScans(database.knex, [statement]);
    expect(found.map(({ table }) => table)).toEqual(tables);
  });
});

describe('the recorder of statements', () => {
  it('tells what a server of the build sends for a page', async () => {
    const database = await createTestDatabase({ demo: true });
    const app = await startApp(database.url, { recorded: true });
    const sent = await app.record(async () => void (await fetch(`${app.url}/sign-in`)));
    await app.stop();
    await database.drop();
    expect(sent.map(({ text }) => text)).toContainEqual(expect.stringMatching(/select/i));
  });
});

long('requests of candidates and pages of the office, in a large county', () => {
  it('read no large table whole', async () => {
    const { scans, statements } = await lookAtPlans(PEOPLE);
    expect(statements).toBeGreaterThan(50);
    expect(scans).toEqual([]);
  });
});
