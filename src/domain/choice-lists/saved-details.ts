import type { RulePack } from '../../rules/pack/rule-pack';
import type { BatchCalendar } from '../batches/batch-calendar';
import type { CandidateRecord } from '../candidates/candidate.repository';
import type { PlanCatalogue, PlanScope } from '../enrolment-plan/plan-catalogue';
import { findChosenEntry } from '../enrolment-plan/plan-entry';
import { listNamesakes, presentEntryDetail } from '../enrolment-plan/plan-entry.presenter';
import { presentGroupDetail } from '../enrolment-plan/plan-group.presenter';
import type { NamedCode, SavedBody, SavedSlot } from './canonical-body';
import { planScopeOf } from './standing';

/** What the plan of today says of saved codes beside their names; '' of what it no longer has under that name. */
export interface SavedDetails {
  /** The city; with fee and 备注 of its rows where a choice has no 专业 of its own (专升本, 院校专业组). */
  describeInstitution(slot: Pick<SavedSlot, 'institution' | 'group' | 'majors'>): string;
  /** 选科要求 and 备注 of a 专业组. */
  describeGroup(institution: string, group: string): string;
  /** 类别, fee, 备注, and whether another row bears the same name. */
  describeMajor(institution: string, group: string, major: NamedCode): string;
}

/** Where the plan is not asked, or has no such batch. */
export const NO_DETAILS: SavedDetails = {
  describeInstitution: () => '',
  describeGroup: () => '',
  describeMajor: () => '',
};

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

    describeGroup(institution, group) {
      const found = plan.viewOf(scope).findGroup(institution, group);
      return found === null ? '' : presentGroupDetail(pack, found);
    },

    describeMajor(institution, group, { code, name }) {
      const entries = plan.listEntries(scope, institution);
      const entry = findChosenEntry(entries, group, code);
      if (entry === undefined || entry.majorName !== name) return '';
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
