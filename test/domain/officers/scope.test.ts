import { covers, narrowToOwn, type Scope, scopeOf } from '../../../src/domain/officers/scope';
import { describeScope, scopeCandidates } from '../../../src/domain/officers/scope.repository';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

const kindsElsewhere = ['vocational', 'upgrade'];
const nowhere = { cityCode: null, countyCode: null, schoolCode: null };

const scopes = {
  all: { kind: 'all' },
  zhengzhou: { kind: 'city', cityCode: '4101' },
  kaifeng: { kind: 'city', cityCode: '4102' },
  zhongmu: { kind: 'county', countyCode: '410122', kindsElsewhere },
  zhongmuAlone: { kind: 'county', countyCode: '410122', kindsElsewhere: [] },
  nobodysCounty: { kind: 'county', countyCode: '410199', kindsElsewhere },
  school: { kind: 'school', countyCode: '410122', schoolCode: '01010101' },
  /** The same code at another county is another school. */
  otherSchool: { kind: 'school', countyCode: '410105', schoolCode: '01010101' },
} as const satisfies Readonly<Record<string, Scope>>;

const general = { countyCode: '410122', schoolCode: '01010101', kind: 'general' };
const arts = { countyCode: '410105', schoolCode: '01020103', kind: 'arts' };
const vocational = { countyCode: '410185', schoolCode: '01030202', kind: 'vocational' };
const upgrade = { countyCode: '410182', schoolCode: '01040101', kind: 'upgrade' };

describe('the scope of an officer', () => {
  it.each([
    ['province', nowhere, scopes.all],
    ['auditor', nowhere, scopes.all],
    ['city', { ...nowhere, cityCode: '4101' }, scopes.zhengzhou],
    ['county', { ...nowhere, countyCode: '410122' }, scopes.zhongmu],
    ['school', { ...nowhere, countyCode: '410122', schoolCode: '01010101' }, scopes.school],
  ] as const)('of role %s comes from the place of the account', (role, place, scope) => {
    expect(scopeOf({ role, ...place }, kindsElsewhere)).toEqual(scope);
  });

  it.each(['city', 'county', 'school'] as const)('is never wider where a %s has no place', (role) => {
    expect(() => scopeOf({ role, ...nowhere }, kindsElsewhere)).toThrow('has no place');
  });

  it.each([
    ['all', [true, true, true, true]],
    ['zhengzhou', [true, true, true, true]],
    ['kaifeng', [false, false, false, false]],
    ['zhongmu', [true, false, true, true]],
    ['zhongmuAlone', [true, false, false, false]],
    ['nobodysCounty', [false, false, true, true]],
    ['school', [true, false, false, false]],
    ['otherSchool', [false, false, false, false]],
  ] as const)('%s covers 普通, 艺术, 对口, 专升本 of four counties: %j', (name, expected) => {
    const covered = [general, arts, vocational, upgrade].map((candidate) => covers(scopes[name], candidate));
    expect(covered).toEqual(expected);
  });

  it("of a county is narrowed to the county's own for boards, and others stay as they are", () => {
    expect(narrowToOwn(scopes.zhongmu)).toEqual(scopes.zhongmuAlone);
    expect(narrowToOwn(scopes.school)).toEqual(scopes.school);
    expect(narrowToOwn(scopes.all)).toEqual(scopes.all);
  });

  describe('in the database', () => {
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
});
