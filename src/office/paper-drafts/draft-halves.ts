import { listChanges } from '../../rules/filing/changes';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { PaperDraft } from './paper-draft.repository';

/** Whether two halves say the same, field by field. Both are normalised. */
export function isAlike(first: ChoiceList, second: ChoiceList): boolean {
  return listChanges(first, second).length === 0;
}

/** The lists of both halves; null while one is missing. */
export function findHalves({ entries }: PaperDraft): readonly [ChoiceList, ChoiceList] | null {
  const [first, second] = entries;
  return first?.choices && second?.choices ? [first.choices, second.choices] : null;
}
