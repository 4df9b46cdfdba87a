import type { RulePack } from '../../rules/pack/rule-pack';
import type { BatchCalendar } from '../batches/batch-calendar';
import type { CandidateRecord } from '../candidates/candidate.repository';
import type { PlanCatalogue, PlanScope } from '../enrolment-plan/plan-catalogue';
import { listNamesakes, presentEntryDetail } from '../enrolment-plan/plan-entry.presenter';
import type { NamedCode, SavedBody, SavedSlot } from './canonical-body';
import { planScopeOf } from './standing';

/** What the plan of today says of saved codes beside their names; '' of what it no longer has under that name. */
export interface SavedDetails {
  /** The city; with fee and 备注 of its rows where a choice has no 专业 of its own (专升本, 院校专业组). */
  describeInstitution(slot: Pick<SavedSlot, 'institution' | 'group' | 'majors'>): string;
  /** 类别, fee, 备注, and whether another row bears the same name. */
  describeMajor(institution: string, group: string, major: NamedCode): string;
}

/** Where the plan is not asked, or has no such batch. */
export const NO_DETAILS: SavedDetails = { describeInstitution: () => '', describeMajor: () => '' };

function createSavedDetails(
  pack: Pick<RulePack, 'planTypes'>,
  plan: PlanCatalogue,
  scope: PlanScope,
): SavedDetails {
  return {
    describeInstitution({ institution, group, majors }) {
      const known = institution === null ? null : plan.findInstitution(institution.code);
      if (known === null || known.name !== institution?.name) return '';
      const rows = majors.length === 0 ? plan.listEntries(scope, known.code) : [];
      const details = rows
        .filter((entry) => entry.group === group)
        .map((entry) => presentEntryDetail(pack, entry));
      return [...new Set([known.city, ...details])].filter((word) => word !== '').join('；');
    },

    describeMajor(institution, group, { code, name }) {
      const entries = plan.listEntries(scope, institution);
      const entry = entries.find(
        (one) => one.major === code && one.group === group && one.majorName === name,
      );
      if (entry === undefined) return '';
      const others = listNamesakes(entries, entry).map((other) => `[${other}]`);
      const namesakes = others.length === 0 ? '' : `同名专业还有${others.join('')}`;
      return [presentEntryDetail(pack, entry), namesakes].filter((word) => word !== '').join('；');
    },
  };
}

/** What today's plan says of what a candidate saved; nothing of another year's codes, which name other rows. */
export function findSavedDetails(
  { calendar, plan }: { readonly calendar: BatchCalendar; readonly plan: PlanCatalogue },
  candidate: CandidateRecord,
  body: Pick<SavedBody, 'year' | 'batch'>,
): SavedDetails {
  const batch = body.year === calendar.pack.year ? calendar.findBatch(body.batch.code) : null;
  if (batch === null) return NO_DETAILS;
  return createSavedDetails(calendar.pack, plan, planScopeOf(batch, candidate));
}
