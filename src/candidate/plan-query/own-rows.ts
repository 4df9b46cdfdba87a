import { type ChoicePlan, findPastOfGroup, findPastOfMajor } from '../../domain/choice-lists/past-of-choice';
import type { PlanEntry } from '../../domain/enrolment-plan/plan-entry';
import type { OwnFilter } from './own-filter.form';
import type { Marks } from './results.presenter';

/** Whether a row stays under 「我能填的」; null where the filter narrows nothing. Cheap questions come first. */
export function createOwnRows(
  { mine, fee, years, ownership, schoolType, rankFrom, rankTo }: OwnFilter,
  plan: ChoicePlan,
  mark: ((entry: PlanEntry) => Marks) | null,
): ((entry: PlanEntry) => boolean) | null {
  const ranked = rankFrom !== null || rankTo !== null;
  const ofKind = ownership !== null || schoolType !== null;
  if (!mine && fee === null && years === null && !ofKind && !ranked) return null;
  return (entry) => {
    if (fee !== null && (entry.tuitionYuan ?? 0) > fee) return false;
    if (years !== null && entry.lengthYears !== years) return false;
    if (ofKind && !isOfKind(plan, entry, ownership, schoolType)) return false;
    if (ranked && !isWithin(findRank(plan, entry), rankFrom, rankTo)) return false;
    return !mine || mark?.(entry).blocks.length === 0;
  };
}

/** An institution of which no list says what it is, is of no kind. */
function isOfKind(
  { catalogue }: ChoicePlan,
  { institution }: PlanEntry,
  ownership: string | null,
  schoolType: string | null,
): boolean {
  const school = catalogue.findInstitution(institution);
  return (
    (ownership === null || school?.ownership === ownership) &&
    (schoolType === null || school?.schoolType === schoolType)
  );
}

/** Of the 专业 where it is known, else of its 专业组. */
function findRank(plan: ChoicePlan, entry: PlanEntry): number | null {
  const ofMajor = findPastOfMajor(plan, entry)?.rank ?? null;
  if (ofMajor !== null || entry.group === '') return ofMajor;
  return findPastOfGroup(plan, entry.institution, entry.group)?.rank ?? null;
}

const isWithin = (rank: number | null, from: number | null, to: number | null) =>
  rank !== null && rank >= (from ?? 0) && rank <= (to ?? Number.POSITIVE_INFINITY);
