import { listNearCodes } from '../../../src/domain/enrolment-plan/near-codes';
import { createPlanRows, type PlanScope } from '../../../src/domain/enrolment-plan/plan-catalogue';
import { sampleEntry } from './sample-entry';

const SCOPE: PlanScope = { batch: 'one', track: '5', audience: '' };
const NAMES: Readonly<Record<string, string>> = {
  '6000': '郑州大学',
  '6001': '郑州大学(软件类)',
  '6010': '河南大学',
  '6005': '河南理工大学',
};
const MAJORS: Readonly<Record<string, readonly string[]>> = {
  '6000': ['01', '02'],
  '6001': ['07'],
  '6010': ['08'],
  '6005': ['05'],
};

const catalogue = createPlanRows(
  Object.entries(NAMES).map(([code, name]) => ({ code, name, city: '', province: '' })),
  Object.entries(MAJORS).flatMap(([code, majors]) => majors.map((major) => sampleEntry(code, major))),
);

test.each<[string, readonly string[], readonly string[]]>([
  ['6000', ['01'], ['6001 sameUniversity']],
  ['6000', ['07'], ['6001 majorsStandThere']],
  // One slip leads to another university; the other code of the same one is named all the same.
  ['6000', ['08'], ['6001 sameUniversity', '6010 majorsStandThere']],
  ['6000', ['01', '08'], ['6001 sameUniversity']],
  ['6005', ['05'], []],
  ['9999', ['05'], []],
])('beside %s with %j: %j', (institution, majors, expected) => {
  const found = listNearCodes(catalogue, SCOPE, institution, majors);
  expect(found.map(({ kind, institution: other }) => `${other.code} ${kind}`).toSorted()).toEqual(expected);
});
