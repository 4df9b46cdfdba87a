import type { PlanEntry, StoredPlanGroup } from '../../../src/domain/enrolment-plan/plan-entry';
import type { SubjectRequirement } from '../../../src/rules/filing/choice-list';
import type { DemoInstitution } from '../institutions';
import { numberOffers, type Offer } from '../plan/offers';
import { isInventedCode } from './institutions';

/** Majors that one group offers. */
export interface GroupDraft {
  /** Fixed in advance; the others are numbered from 101. */
  readonly code?: string;
  readonly track: string;
  readonly requirement: SubjectRequirement;
  readonly offers: readonly Offer[];
}

export interface GroupedPlan {
  readonly entries: readonly PlanEntry[];
  readonly groups: readonly StoredPlanGroup[];
}

const FIRST_GROUP = 101;

/** Gives an institution's groups their codes, through both 科类, and its majors theirs, through all groups. */
export function numberGroups(
  batch: string,
  { code: institution }: DemoInstitution,
  drafts: readonly GroupDraft[],
): GroupedPlan {
  const filled = drafts.filter(({ offers }) => offers.length > 0);
  const rows = numberOffers(
    batch,
    institution,
    filled.flatMap(({ offers }) => offers),
  );
  let [next, from] = [FIRST_GROUP, 0];
  const parts = filled.map(({ code, track, requirement, offers }) => {
    const own = code ?? String(next);
    if (code === undefined) next += 1;
    const entries = rows.slice(from, from + offers.length).map((row) => ({ ...row, group: own }));
    from += offers.length;
    const group: StoredPlanGroup = {
      ...{ batch, track, institution, code: own, name: `第${own}专业组`, requirement },
      quota: entries.reduce((sum, { quota }) => sum + quota, 0),
      planTypes: [...new Set(entries.map(({ planType }) => planType))],
      note: isInventedCode(institution) ? '院校代号为演示所设' : '',
    };
    return { entries, group };
  });
  return { entries: parts.flatMap(({ entries }) => entries), groups: parts.map(({ group }) => group) };
}

/** Majors by what they require, those that require nothing first. */
export function groupByRequirement(
  track: string,
  offers: readonly Offer[],
  requirementOf: (majorName: string, track: string) => SubjectRequirement,
): readonly GroupDraft[] {
  const byText = new Map<string, { readonly requirement: SubjectRequirement; readonly offers: Offer[] }>();
  for (const offer of offers) {
    const requirement = requirementOf(offer.majorName, track);
    const key = requirement.subjects.join('、');
    const known = byText.get(key);
    if (known === undefined) byText.set(key, { requirement, offers: [offer] });
    else known.offers.push(offer);
  }
  const order = (text: string) => (text === '' ? 0 : text.length);
  return [...byText]
    .toSorted(([one], [other]) => order(one) - order(other))
    .map(([, { requirement, offers: own }]) => ({ track, requirement, offers: own }));
}

export function joinPlans(plans: readonly GroupedPlan[]): GroupedPlan {
  return {
    entries: plans.flatMap(({ entries }) => entries),
    groups: plans.flatMap(({ groups }) => groups),
  };
}
