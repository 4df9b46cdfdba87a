import { demoPeople } from '../../seeds/demo/people';
import { demoRecords } from '../../seeds/demo/people/records';
import { listDemoPlan } from '../../seeds/demo/plan';
import henan from '../../seeds/reference/rule-packs/henan-2021.json';
import { toFacts } from '../../src/domain/candidates/candidate-facts';
import { findBatchIneligibility, listUnmetConditions } from '../../src/rules/filing/eligibility';
import type { Batch, CandidateFacts, RulePack } from '../../src/rules/pack/rule-pack';
import { eligibilityMatrix, matrixBatches } from './eligibility-matrix';

const pack = henan as unknown as RulePack;
const plan = listDemoPlan();
const factsByNumber = new Map(
  demoPeople.map(({ candidate }) => {
    const states = demoRecords[candidate.candidateNumber]?.fileStates.map(({ state }) => state) ?? [];
    const fileState = states.find((state) => state !== '自由可投') ?? '自由可投';
    return [candidate.candidateNumber, toFacts({ ...candidate, fileState })] as const;
  }),
);

function getFacts(candidateNumber: string): CandidateFacts {
  const facts = factsByNumber.get(candidateNumber);
  if (facts === undefined) throw new Error(`Nobody in the demo has the number ${candidateNumber}`);
  return facts;
}

function getBatch(code: string): Batch {
  const batch = pack.batches.find((each) => each.code === code);
  if (batch === undefined) throw new Error(`The pack has no batch ${code}`);
  return batch;
}

/** Whether some plan row of the batch, in the person's 科类 and audience, refuses the person nothing. */
function hasRow(batch: Batch, facts: CandidateFacts): boolean {
  const audience = batch.planAudienceFact === null ? '' : facts[batch.planAudienceFact];
  return plan.some(
    (entry) =>
      entry.batch === batch.code &&
      entry.audience === audience &&
      entry.tracks.some((track) => track === facts.track) &&
      listUnmetConditions(entry.restrictions, facts).every(({ severity }) => severity === 'warn'),
  );
}

function findEligibility(batch: Batch, facts: CandidateFacts): string {
  const reason = findBatchIneligibility(batch, facts);
  if (reason !== null) return String(reason.code === 'condition' ? reason.values.field : reason.code);
  return hasRow(batch, facts) ? 'open' : 'everyRowRefuses';
}

describe('who of the demo may file what', () => {
  it('speaks of every batch of the pack and every person', () => {
    expect(matrixBatches.toSorted()).toEqual(pack.batches.map(({ code }) => code).toSorted());
    expect(eligibilityMatrix).toHaveLength(29 * 13);
    expect(new Set(eligibilityMatrix.map(({ candidateNumber }) => candidateNumber))).toEqual(
      new Set(factsByNumber.keys()),
    );
  });

  it.each(matrixBatches)('%s', (code) => {
    const batch = getBatch(code);
    const cells = eligibilityMatrix.filter((cell) => cell.batch === code);
    const expected = cells.map((cell) => [cell.candidateNumber, cell.expected]);
    const found = cells.map(({ candidateNumber }) => [
      candidateNumber,
      findEligibility(batch, getFacts(candidateNumber)),
    ]);
    expect(found).toEqual(expected);
    expect(found.some(([, eligibility]) => eligibility === 'open')).toBe(true);
  });
});

describe('the plan of the demo under the pack', () => {
  it('has only plan types that some section of the batch takes', () => {
    const strangers = plan.filter(
      (entry) => !getBatch(entry.batch).sections.some(({ planTypes }) => planTypes.includes(entry.planType)),
    );
    expect(
      strangers.map(({ batch, institution, planType }) => `${batch}/${institution}/${planType}`),
    ).toEqual([]);
  });

  it('has rows for each plan type of each section', () => {
    const offered = new Set(plan.map(({ batch, planType }) => `${batch}/${planType}`));
    const taken = pack.batches.flatMap(({ code, sections }) =>
      sections.flatMap(({ planTypes }) => planTypes.map((planType) => `${code}/${planType}`)),
    );
    expect(taken.filter((key) => !offered.has(key))).toEqual([]);
  });

  it('refuses the women at rows for men and a candidate from elsewhere at rows for one county', () => {
    const woman = getFacts('21410101151003');
    const unmet = plan
      .filter(({ batch }) => ['early-military', 'early-teacher'].includes(batch))
      .flatMap((entry) => listUnmetConditions(entry.restrictions, woman));
    expect(unmet.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['该专业只招男生', '该专业只招户籍在嵩县的考生']),
    );
  });

  it('warns the candidate with weak colour vision and refuses nothing for it', () => {
    const facts = getFacts('21410104151009');
    const unmet = plan.flatMap((entry) => listUnmetConditions(entry.restrictions, facts));
    const colour = unmet.filter(({ field }) => field === 'colourVision');
    expect(colour.length).toBeGreaterThan(0);
    expect(colour.every(({ severity }) => severity === 'warn')).toBe(true);
  });
});
