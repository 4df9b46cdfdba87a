import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';

/** A row of the plan with one place, of 科类 1 and 5. */
export function sampleEntry(institution: string, major: string, more: Partial<PlanEntry> = {}): PlanEntry {
  return {
    batch: 'one',
    tracks: ['1', '5'],
    audience: '',
    institution,
    group: '',
    major,
    majorName: '',
    post: '',
    category: '',
    planType: 'ordinary',
    quota: 1,
    tuitionYuan: null,
    lengthYears: null,
    note: '',
    restrictions: [],
    ...more,
  };
}
