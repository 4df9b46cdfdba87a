import { isInventedCode, listInstitutions } from '../../seeds/demo/shandong-2026/institutions';
import { people } from '../../seeds/demo/shandong-2026/people';
import { shandong2026 } from '../../seeds/demo/shandong-2026/world';
import { readShippedRulePack } from '../../seeds/reference/seed-reference';
import { toFacts } from '../../src/domain/candidates/candidate-facts';
import { listRowConditions } from '../../src/rules/filing/check-eligibility';
import { checkOpening } from '../../src/rules/filing/check-opening';
import { findBatchIneligibility, listUnmetConditions } from '../../src/rules/filing/eligibility';
import { normaliseDocument } from '../../src/rules/identity/identity-document';

const pack = readShippedRulePack(shandong2026.pack);
const entries = shandong2026.listPlan();

test('there are at least 300 institutions and 15,000 rows of 专业（类）+学校, in the same order each time', () => {
  expect(listInstitutions().length).toBeGreaterThanOrEqual(300);
  expect(new Set(listInstitutions().map(({ code }) => code)).size).toBe(listInstitutions().length);
  expect(entries.filter(({ major }) => major !== '').length).toBeGreaterThanOrEqual(15_000);
  expect(shandong2026.listPlan()).toEqual(entries);
});

test('codes are of the shape of the year, and an invented one says so in every row', () => {
  for (const { code, name } of listInstitutions())
    expect([name, code]).toEqual([name, expect.stringMatching(/^[ABZ]\d{3}$/)]);
  const silent = entries.filter(
    ({ institution, major, note }) =>
      isInventedCode(institution) && major !== '' && !note.includes('院校代号为演示所设'),
  );
  expect(silent).toEqual([]);
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
      return entries.some(
        (entry) =>
          entry.batch === code &&
          (batch.planAudienceFact === null || entry.audience === facts[batch.planAudienceFact]) &&
          listUnmetConditions(listRowConditions(pack, entry), facts).every(
            ({ severity }) => severity === 'warn',
          ),
      );
    });
    expect(able.map(({ candidate }) => candidate.candidateNumber)).not.toEqual([]);
  },
);

test('an elective subject is asked for by many rows, and 96 rows are open to the first candidate', () => {
  const facts = people.map(({ candidate }) => toFacts(candidate)).find((one) => one.kind === 'general');
  if (facts === undefined) throw new Error('nobody');
  const rows = entries.filter(({ batch }) => batch === 'regular-1');
  expect(rows.some(({ note }) => note.includes('选考物理；选考化学'))).toBe(true);
  const open = rows.filter((row) => listUnmetConditions(listRowConditions(pack, row), facts).length === 0);
  expect(open.length).toBeGreaterThan(96);
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
