import { listSlots } from './choice-context';
import type { ChoiceList, SlotChoice } from './choice-list';
import { isSlotEmpty } from './normalise-choice-list';

/** What may be done with whole choices of one section; slots are 1-based. */
export type Arrangement =
  | { readonly kind: 'up' | 'down' | 'insert' | 'remove'; readonly section: string; readonly slot: number }
  /** To the place of another slot; those between them move up or down by one. */
  | { readonly kind: 'move'; readonly section: string; readonly slot: number; readonly to: number }
  | { readonly kind: 'grow'; readonly section: string; readonly by: number };

const EMPTY: SlotChoice = { institution: '', group: '', majors: [], posts: [], adjustment: null };

function rearrange(slots: readonly SlotChoice[], arrangement: Arrangement): readonly SlotChoice[] {
  if (arrangement.kind === 'grow') return [...slots, ...Array.from({ length: arrangement.by }, () => EMPTY)];
  const at = arrangement.slot - 1;
  const moved = slots[at];
  if (moved === undefined) return slots;
  const rest = slots.filter((_slot, index) => index !== at);
  switch (arrangement.kind) {
    case 'up':
      return at === 0 ? slots : rest.toSpliced(at - 1, 0, moved);
    case 'down':
      return rest.toSpliced(at + 1, 0, moved);
    case 'move':
      return rest.toSpliced(Math.min(arrangement.to, slots.length) - 1, 0, moved);
    case 'insert':
      return slots.toSpliced(at, 0, EMPTY);
    case 'remove':
      return [...rest, EMPTY];
  }
}

/**
 * The list after a choice was moved, a row put in before it, a row taken out, or empty rows added at the end of a
 * section of at most `max` slots. Nothing typed is lost, in any layout: a row is put in
 * only where the last one is empty, 专业组, 岗位 and 调剂 included.
 */
export function arrangeChoices(choices: ChoiceList, arrangement: Arrangement, max: number): ChoiceList {
  const slots = listSlots(choices, arrangement.section);
  const arranged = rearrange(slots, arrangement);
  const overflow = arranged.slice(max).some((slot) => !isSlotEmpty(slot) || slot.adjustment !== null);
  return { ...choices, [arrangement.section]: overflow ? slots : arranged.slice(0, max) };
}
