import { covers } from '../../../src/domain/officers/scope';
import { describeScope, scopeCandidates } from '../../../src/domain/officers/scope.repository';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { scopes } from './scopes';

describe('the scope of an officer, in the database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
  });
  afterAll(() => database.drop());

  it.each(Object.entries(scopes))('%s finds exactly whom it covers', async (_name, scope) => {
    const columns = { id: 'id', countyCode: 'county_code', schoolCode: 'school_code', kind: 'kind' };
    const all = await database.knex('candidates').orderBy('id').select(columns);
    const found = await scopeCandidates(database.knex('candidates').orderBy('id').select(columns), scope);
    expect(found).toEqual(all.filter((candidate) => covers(scope, candidate)));
    const aliased = await scopeCandidates(database.knex('candidates as c').select('c.id'), scope, 'c');
    expect(aliased).toHaveLength(found.length);
    const { sql, bindings } = describeScope(scope);
    const { rows } = await database.knex.raw(`select count(*) from candidates where ${sql}`, [...bindings]);
    expect(Number(rows[0].count)).toBe(found.length);
  });
});
