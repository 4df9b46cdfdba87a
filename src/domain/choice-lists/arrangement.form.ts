import type { Request } from 'express';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Arrangement } from '../../rules/filing/arrange';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import { ROWS_ADDED } from './form.presenter';

const WORDS = /^(up|down|insert|remove):([a-z0-9]{1,20})-([1-9][0-9]{0,2})$/;
const MOVE = /^move:([a-z0-9]{1,20})-([1-9][0-9]{0,2}):([1-9][0-9]{0,2})$/;
const GROW = /^grow:([a-z0-9]{1,20})$/;

/** What the pressed button, or a choice that was dragged, asks for: `up:parallel-3`, `move:parallel-3:1`, `grow:parallel`; null when it is none of ours. */
export function readArrangement(req: Request, batch: Batch): Arrangement | null {
  const text = readField(req, 'arrange');
  const [, grown] = GROW.exec(text) ?? [];
  const [, dragged, from = '', to = ''] = MOVE.exec(text) ?? [];
  const [, kind, section = grown ?? dragged ?? '', slot = ''] = WORDS.exec(text) ?? [];
  if (!batch.sections.some(({ code }) => code === section)) return null;
  if (grown !== undefined) return { kind: 'grow', section, by: ROWS_ADDED };
  if (dragged !== undefined) return { kind: 'move', section, slot: Number(from), to: Number(to) };
  if (kind === 'up' || kind === 'down' || kind === 'insert' || kind === 'remove') {
    return { kind, section, slot: Number(slot) };
  }
  return null;
}

/** Where the page goes back to: the slot as it stands now. */
export function findArrangedSlot(arrangement: Arrangement, before: ChoiceList): string {
  const { section } = arrangement;
  if (arrangement.kind === 'grow') return `${section}-${(before[section] ?? []).length + 1}`;
  if (arrangement.kind === 'move') return `${section}-${arrangement.to}`;
  const step = { up: -1, down: 1, insert: 0, remove: 0 }[arrangement.kind];
  return `${section}-${Math.max(1, arrangement.slot + step)}`;
}
