import type { Scope } from '../../../src/domain/officers/scope';

export const kindsElsewhere = ['vocational', 'upgrade'];
export const scopes = {
  all: { kind: 'all' },
  none: { kind: 'none' },
  zhengzhou: { kind: 'city', cityCode: '4101' },
  kaifeng: { kind: 'city', cityCode: '4102' },
  zhongmu: { kind: 'county', countyCode: '410122', kindsElsewhere },
  zhongmuAlone: { kind: 'county', countyCode: '410122', kindsElsewhere: [] },
  nobodysCounty: { kind: 'county', countyCode: '410199', kindsElsewhere },
  school: { kind: 'school', countyCode: '410122', schoolCode: '01010101' },
  /** The same code at another county is another school. */
  otherSchool: { kind: 'school', countyCode: '410105', schoolCode: '01010101' },
} as const satisfies Readonly<Record<string, Scope>>;
