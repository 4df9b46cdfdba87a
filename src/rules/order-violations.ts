import type { ChoiceField, Violation, ViolationPlace } from './choice-list';
import type { Batch } from './rule-pack';

const FIELDS: Readonly<Record<ChoiceField, number>> = {
  institution: 1,
  group: 2,
  major: 3,
  post: 3,
  adjustment: 4,
};

/** Position on the page: section, slot, field, 专业. What concerns a whole comes before its parts. */
function rankPlace(batch: Batch, at: ViolationPlace): readonly number[] {
  const section = batch.sections.findIndex(({ code }) => code === at.section);
  const unknown = section < 0 ? batch.sections.length : section;
  return [
    at.section === undefined ? -1 : unknown,
    at.slot ?? 0,
    at.field === undefined ? 0 : FIELDS[at.field],
    at.major ?? 0,
  ];
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  const differences = left.map((rank, index) => rank - (right[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

function identify({ code, at, message }: Violation): string {
  return JSON.stringify([code, at.section, at.slot, at.field, at.major, message]);
}

/** Violations in the order in which a reader of the form meets their fields, each said once. */
export function orderViolations(batch: Batch, violations: readonly Violation[]): readonly Violation[] {
  const distinct = new Map(violations.map((violation) => [identify(violation), violation]));
  return [...distinct.values()].toSorted((left, right) =>
    compareRanks(rankPlace(batch, left.at), rankPlace(batch, right.at)),
  );
}
