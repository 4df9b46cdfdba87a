import { listInstitutions } from '../../seeds/demo/henan-2026/institutions';
import { people } from '../../seeds/demo/henan-2026/people';
import { henan2026 } from '../../seeds/demo/henan-2026/world';
import { demoPacks, findDemoWorld } from '../../seeds/demo/worlds';
import { readShippedRulePack } from '../../seeds/reference/seed-reference';
import { toFacts } from '../../src/domain/candidates/candidate-facts';
import { createPlanRows } from '../../src/domain/enrolment-plan/plan-catalogue';
import { listRowConditions } from '../../src/rules/filing/check-eligibility';
import { checkOpening } from '../../src/rules/filing/check-opening';
import { findMissingSubjects } from '../../src/rules/filing/check-subjects';
import { findBatchIneligibility, listUnmetConditions } from '../../src/rules/filing/eligibility';
import { normaliseDocument } from '../../src/rules/identity/identity-document';

const pack = readShippedRulePack(henan2026.pack);
const entries = henan2026.listPlan();
const groups = henan2026.listGroups();
const plan = createPlanRows(listInstitutions(), entries, [], groups);

test('there are at least 300 institutions and 8,000 rows, in the same order each time', () => {
  expect(listInstitutions().length).toBeGreaterThanOrEqual(300);
  expect(new Set(listInstitutions().map(({ code }) => code)).size).toBe(listInstitutions().length);
  expect(entries.length).toBeGreaterThanOrEqual(8000);
  expect(henan2026.listPlan()).toEqual(entries);
});

test.each(pack.batches.map((batch) => [batch.code, batch] as const))('%s may open', (code, batch) => {
  const rows = entries
    .filter((entry) => entry.batch === code)
    .map((entry) => ({ ...entry, restrictionsReadable: true }));
  const institutions = new Set(listInstitutions().map((one) => one.code));
  const registeredKinds = new Set(people.map(({ candidate }) => candidate.kind));
  expect(checkOpening({ pack, batch, rows, institutions, planYears: [pack.year], registeredKinds })).toEqual(
    [],
  );
});

test.each(pack.batches.map((batch) => [batch.code, batch] as const))(
  'somebody may file in %s',
  (code, batch) => {
    const able = people.filter(({ candidate }) => {
      const facts = toFacts(candidate);
      if (findBatchIneligibility(batch, facts) !== null) return false;
      const view = plan.viewOf({ batch: code, track: candidate.track, audience: '' });
      return entries.some((entry) => {
        if (entry.batch !== code || !entry.tracks.includes(candidate.track)) return false;
        const group = view.findGroup(entry.institution, entry.group);
        const meets = group === null || findMissingSubjects(group.requirement, facts)?.length === 0;
        const unmet = listUnmetConditions(listRowConditions(pack, entry), facts);
        return meets && unmet.every(({ severity }) => severity === 'warn');
      });
    });
    expect(able.map(({ candidate }) => candidate.candidateNumber)).not.toEqual([]);
  },
);

test('every group has majors, a name, one 类别 and places; every requirement that is described occurs', () => {
  const keys = groups.map(({ batch, track, institution, code }) =>
    [batch, track, institution, code].join('/'),
  );
  expect(new Set(keys).size).toBe(keys.length);
  for (const group of groups) {
    const own = entries.filter(
      (entry) =>
        entry.batch === group.batch &&
        entry.institution === group.institution &&
        entry.group === group.code &&
        entry.tracks.includes(group.track),
    );
    expect(own.length).toBeGreaterThan(0);
    expect(new Set(own.map(({ category }) => category)).size).toBe(1);
    expect(group.quota).toBe(own.reduce((sum, { quota }) => sum + quota, 0));
  }
  const required = new Set(
    groups.map(({ track, requirement }) => `${track}${requirement.subjects.join('')}`),
  );
  for (const each of ['1', '5', '5化学', '5化学生物学', '5地理', '1思想政治', '1生物学'])
    expect(required).toContain(each);
  for (const code of ['301', '302', 'G01', '501', '901'])
    expect(groups.some((group) => group.code === code)).toBe(true);
});

test('people have numbers of their own that are sound', () => {
  const numbers = people.map(({ candidate }) => candidate.identityNumber);
  expect(new Set(numbers).size).toBe(people.length);
  for (const { candidate } of people) {
    expect(candidate.candidateNumber).toMatch(/^26\d{12}$/);
    expect(
      normaliseDocument('resident', candidate.identityNumber, { now: new Date('2026-06-26') }),
    ).not.toBeNull();
  }
});

test('a bare start shows the year of the manual, and what has no world of its own the same', () => {
  expect(demoPacks).toEqual(['henan-2021', 'henan-2026', 'shandong-2026']);
  expect(findDemoWorld('tibet-2021').pack).toBe('henan-2021');
});
