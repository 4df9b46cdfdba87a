import { listPlanRowFindings } from '../../../src/rules/filing/plan-row-findings';
import type { CandidateFacts, Condition, Section } from '../../../src/rules/pack/rule-pack';

const condition = (field: string, severity: Condition['severity'] = 'block'): Condition => ({
  field,
  operator: 'equals',
  value: true,
  severity,
  message: field,
});

function section(planTypes: readonly string[], eligibility: readonly Condition[] = []): Section {
  return {
    code: 'one',
    label: '',
    mode: 'parallel',
    slots: { min: 0, max: 1 },
    slotLabels: [''],
    unit: 'school+major',
    majors: { min: 1, max: 1 },
    adjustment: 'none',
    uniqueBy: 'institution',
    planTypes,
    slotRules: [],
    eligibility,
  };
}

const row = (planType: string, ...restrictions: Condition[]) => ({ planType, restrictions });
const pack = { planTypes: [{ code: 'free', name: '', eligibility: [condition('poor')] }] };
const messages = (sections: readonly Section[], asked: ReturnType<typeof row>, facts: CandidateFacts) =>
  listPlanRowFindings(pack, sections, asked, facts).map(({ message }) => message);

describe('what keeps a candidate from a plan row', () => {
  it('is what the row asks and is not met, warnings too', () => {
    const asked = row('ordinary', condition('male'), condition('tall', 'warn'), condition('young'));
    expect(messages([section(['ordinary'])], asked, { male: true, tall: false })).toEqual(['tall', 'young']);
    expect(messages([section(['ordinary'])], asked, { male: true, tall: true, young: true })).toEqual([]);
  });

  it('is what every section asks that takes the plan type', () => {
    const sections = [
      section(['ordinary']),
      section(['tibet'], [condition('fresh'), condition('x', 'warn')]),
    ];
    expect(messages(sections, row('tibet'), { fresh: false })).toEqual(['fresh']);
    expect(messages(sections, row('tibet'), { fresh: true })).toEqual([]);
    expect(messages(sections, row('ordinary'), { fresh: false })).toEqual([]);
  });

  it('is nothing where one of the sections lets the row in', () => {
    const sections = [section(['tibet'], [condition('fresh')]), section(['tibet'])];
    expect(messages(sections, row('tibet'), {})).toEqual([]);
  });

  it('is the row alone where no section takes it: the form says that', () => {
    expect(messages([section(['ordinary'])], row('tibet', condition('male')), {})).toEqual(['male']);
  });

  it('is what the plan type asks, wherever it stands', () => {
    expect(messages([section(['free'])], row('free', condition('male')), {})).toEqual(['male', 'poor']);
    expect(messages([], row('free'), { poor: true })).toEqual([]);
  });
});
