import { henan2026 } from '../../seeds/demo/henan-2026/world';
import { createPlanRows } from '../../src/domain/enrolment-plan/plan-catalogue';
import { findMissingSubjects } from '../../src/rules/filing/check-subjects';

const facts = { firstSubject: '物理', electives: ['化学', '地理'] };
const BATCH = 'undergraduate';
const scope = { batch: BATCH, track: '5', audience: '' };

export interface GroupChoice {
  readonly institution: string;
  readonly group: string;
  readonly majors: readonly string[];
}

/** Ordinary groups of 物理类 by whether they may be chosen with 化学 and 地理, with majors that ask for nothing. */
export function listGroupChoices(open: boolean): readonly GroupChoice[] {
  const entries = henan2026.listPlan();
  const groups = henan2026.listGroups();
  const view = createPlanRows(henan2026.listInstitutions(), entries, [], groups).viewOf(scope);
  const own = groups.filter(({ batch, track, code }) => batch === BATCH && track === '5' && /^1/.test(code));
  return own.flatMap(({ institution, code, planTypes }) => {
    const requirement = view.findGroup(institution, code)?.requirement;
    const meets = requirement !== undefined && findMissingSubjects(requirement, facts)?.length === 0;
    if (meets !== open || planTypes.some((type) => type !== 'ordinary')) return [];
    const rows = view
      .listRows(institution)
      .filter((row) => row.group === code && row.restrictions.length === 0);
    const majors = rows.slice(0, 6).map(({ major }) => major);
    return majors.length === 0 ? [] : [{ institution, group: code, majors }];
  });
}
