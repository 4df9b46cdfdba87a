import type { Batch } from '../pack/rule-pack';
import type { ChoiceField, Violation, ViolationPlace } from './choice-list';

const FIELDS: Readonly<Record<ChoiceField, number>> = {
  institution: 1,
  group: 2,
  major: 3,
  post: 3,
  adjustment: 4,
};

interface Rank {
  readonly section: number;
  readonly slot: number;
  readonly field: number;
  readonly major: number;
}

/** Position on the page. What concerns a whole comes before its parts, an unknown section last. */
function rankPlace(batch: Batch, at: ViolationPlace): Rank {
  const section = batch.sections.findIndex(({ code }) => code === at.section);
  return {
    section: at.section !== undefined && section >= 0 ? section : rankWhole(batch, at),
    slot: at.slot ?? 0,
    field: at.field === undefined ? 0 : FIELDS[at.field],
    major: at.major ?? 0,
  };
}

/** 承诺书 stand beneath all sections. */
function rankWhole({ sections }: Batch, { section, undertaking }: ViolationPlace): number {
  if (undertaking !== undefined) return sections.length + 1;
  return section === undefined ? -1 : sections.length;
}

function compareRanks(left: Rank, right: Rank): number {
  return (
    left.section - right.section ||
    left.slot - right.slot ||
    left.field - right.field ||
    left.major - right.major
  );
}

function identify({ code, at, message }: Violation): string {
  return JSON.stringify([code, at.section, at.slot, at.field, at.major, at.undertaking, message]);
}

/** Violations in the order in which a reader of the form meets their fields, each said once. */
export function orderViolations(batch: Batch, violations: readonly Violation[]): readonly Violation[] {
  const distinct = new Map(violations.map((violation) => [identify(violation), violation]));
  return [...distinct.values()].toSorted((left, right) =>
    compareRanks(rankPlace(batch, left.at), rankPlace(batch, right.at)),
  );
}
