import type { UniqueBy } from '../pack/rule-pack';
import { blockAt, placeField, type ResolvedSlot } from './choice-context';
import type { Violation, ViolationPlace } from './choice-list';

interface Identity {
  readonly key: string;
  readonly at: ViolationPlace;
}

function identifyRows(
  slot: ResolvedSlot,
  name: (row: ResolvedSlot['rows'][number]['row']) => string,
): readonly Identity[] {
  return slot.rows.map(({ row, at }) => ({ key: name(row), at }));
}

function identifySlot(slot: ResolvedSlot, key: string, field: 'institution' | 'group'): readonly Identity[] {
  return [{ key, at: placeField(slot, field) }];
}

const IDENTITIES: Readonly<Record<UniqueBy, (slot: ResolvedSlot) => readonly Identity[]>> = {
  institution: (slot) => identifySlot(slot, slot.choice.institution, 'institution'),
  'institution+category': (slot) =>
    slot.rows
      .slice(0, 1)
      .flatMap(({ row }) => identifySlot(slot, `${row.institution}/${row.category}`, 'institution')),
  'institution+group': (slot) =>
    identifySlot(
      slot,
      `${slot.choice.institution}/${slot.choice.group}`,
      slot.section.combinedCode === true ? 'institution' : 'group',
    ),
  'institution+major': (slot) => identifyRows(slot, (row) => `${row.institution}/${row.group}/${row.major}`),
  'institution+major+post': (slot) =>
    identifyRows(slot, (row) => `${row.institution}/${row.group}/${row.major}/${row.post}`),
};

/**
 * The same choice twice within a section, by what the section calls the same (S5: `uniqueBy`).
 * Reported at the later one. Slots whose codes stand for nothing are left to their own violation.
 */
export function checkRepetition(slots: readonly ResolvedSlot[]): readonly Violation[] {
  const seen = new Map<string, number>();
  const violations: Violation[] = [];
  for (const slot of slots.filter(({ known }) => known)) {
    for (const { key, at } of IDENTITIES[slot.section.uniqueBy](slot)) {
      const first = seen.get(key) ?? slot.number;
      seen.set(key, first);
      if (first !== slot.number) {
        violations.push(blockAt('choiceRepeated', at, { code: slot.choice.institution, first }));
      }
    }
  }
  return violations;
}
