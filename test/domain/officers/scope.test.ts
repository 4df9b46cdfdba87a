import { covers, narrowToOwn, scopeOf } from '../../../src/domain/officers/scope';
import {
  describeScope,
  findCandidateWithin,
  scopeCandidates,
} from '../../../src/domain/officers/scope.repository';
import { scriptDatabase } from '../../support/scripted-database';
import { kindsElsewhere, scopes } from './scopes';

const nowhere = { cityCode: null, countyCode: null, schoolCode: null };

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
    ['reviewer', nowhere, scopes.none],
  ] as const)('of role %s comes from the place of the account', (role, place, scope) => {
    expect(scopeOf({ role, ...place }, kindsElsewhere)).toEqual(scope);
  });

  it.each([
    ['city', nowhere],
    ['city', { ...nowhere, countyCode: '410122', schoolCode: '01010101' }],
    ['county', nowhere],
    ['county', { ...nowhere, cityCode: '4101', schoolCode: '01010101' }],
    ['school', nowhere],
    ['school', { ...nowhere, countyCode: '410122' }],
    ['school', { ...nowhere, schoolCode: '01010101' }],
  ] as const)('is never wider where a %s lacks a place: %j', (role, place) => {
    expect(() => scopeOf({ role, ...place }, kindsElsewhere)).toThrow(
      `an officer of role ${role} has no place`,
    );
  });

  it.each([
    ['reviewer', scopes.none],
    ['province', scopes.all],
  ] as const)('of a %s is not narrowed by a place', (role, scope) => {
    const place = { cityCode: '4101', countyCode: '410122', schoolCode: '01010101' };
    expect(scopeOf({ role, ...place }, kindsElsewhere)).toEqual(scope);
  });

  it.each([
    ['all', [true, true, true, true]],
    ['none', [false, false, false, false]],
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

  it.each([
    ['all', 'true', []],
    ['none', 'false', []],
    ['zhengzhou', 'left(c.county_code, 4) = ?', ['4101']],
    ['zhongmu', '(c.county_code = ? or c.kind = any (?::text[]))', ['410122', kindsElsewhere]],
    ['school', '(c.county_code = ? and c.school_code = ?)', ['410122', '01010101']],
  ] as const)('%s is a condition of statements: %s', (name, sql, bindings) => {
    expect(describeScope(scopes[name], 'c')).toEqual({ sql, bindings });
    const { db } = scriptDatabase(() => []);
    const asked = scopeCandidates(db('candidates as c').select('id'), scopes[name], 'c').toQuery();
    expect(asked).toBe(
      db('candidates as c')
        .select('id')
        .whereRaw(sql, [...bindings] as string[])
        .toQuery(),
    );
    const unnamed = describeScope(scopes[name]);
    expect(unnamed).toEqual({ sql: sql.replaceAll('c.', 'candidates.'), bindings });
    expect(scopeCandidates(db('candidates'), scopes[name]).toQuery()).toContain(unnamed.sql.split(' ')[0]);
  });

  it('hides who is outside as if there were nobody', async () => {
    const { db, asked } = scriptDatabase((_sql, [id]) => (id === 7 ? [general] : []));
    expect(await findCandidateWithin(db, scopes.school, 7)).toEqual(general);
    expect(await findCandidateWithin(db, scopes.otherSchool, 7)).toBeNull();
    expect(await findCandidateWithin(db, scopes.all, 8)).toBeNull();
    expect(asked.map(([, values]) => values)).toEqual([[7], [7], [8]]);
  });
});
