import type { Request } from 'express';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Arrangement } from '../../rules/filing/arrange';
import type { ChoiceList } from '../../rules/filing/choice-list';
import { normaliseCode } from '../../rules/filing/codes';
import { isSlotEmpty } from '../../rules/filing/normalise-choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import { ROWS_ADDED } from './form.presenter';

const WORDS = /^(up|down|insert|remove):([a-z0-9]{1,20})-([1-9][0-9]{0,2})$/;
const MOVE = /^move:([a-z0-9]{1,20})-([1-9][0-9]{0,2}):([1-9][0-9]{0,2})$/;
const GROW = /^grow:([a-z0-9]{1,20})$/;
const PLACE = /^place:([a-z0-9]{1,20})$/;

/** 把第__个志愿移到第__个 with numbers that nothing can be done by. */
export interface MoveFault {
  readonly section: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** Characters of a number that is shown again. */
const SHOWN_LENGTH = 6;

/** What is wrong with the two numbers of a pressed 移动; null where nothing is, or another button was pressed. */
export function findMoveFault(req: Request, batch: Batch, choices: ChoiceList): MoveFault | null {
  const [, code] = PLACE.exec(readField(req, 'arrange')) ?? [];
  const section = batch.sections.find((one) => one.code === code);
  if (section === undefined) return null;
  const typed = { from: readField(req, `${section.code}-from`), to: readField(req, `${section.code}-to`) };
  const { max } = section.slots;
  const [from, to] = [typed.from, typed.to].map(readNumber) as [number, number];
  const text =
    isWithin(from, max) && isWithin(to, max)
      ? nameEmpty(choices, section.code, from)
      : `请填写两个志愿的序号，都在1到${max}之间，例如把第12个志愿移到第3个！`;
  if (text === '') return null;
  return {
    section: section.code,
    from: typed.from.slice(0, SHOWN_LENGTH),
    to: typed.to.slice(0, SHOWN_LENGTH),
    text,
  };
}

const isWithin = (number: number, max: number) => number >= 1 && number <= max;

/** A number as typed, of either width; 0 for anything else. */
function readNumber(text: string): number {
  const digits = normaliseCode(text);
  return /^\d{1,3}$/.test(digits) ? Number(digits) : 0;
}

function nameEmpty(choices: ChoiceList, section: string, number: number): string {
  const slot = choices[section]?.[number - 1];
  const isEmpty = slot === undefined || isSlotEmpty(slot);
  return isEmpty ? `第${number}个志愿没有填写，不能移动，请检查序号！` : '';
}

/**
 * What the pressed button, or a choice that was dragged, asks for: `up:parallel-3`, `move:parallel-3:1`,
 * `place:parallel` with its two numbers, `grow:parallel`; null when it is none of ours.
 */
export function readArrangement(req: Request, batch: Batch): Arrangement | null {
  const text = readField(req, 'arrange');
  const [, grown] = GROW.exec(text) ?? [];
  const [, dragged, from = '', to = ''] = MOVE.exec(text) ?? [];
  const [, placed] = PLACE.exec(text) ?? [];
  const [, kind, section = grown ?? dragged ?? placed ?? '', slot = ''] = WORDS.exec(text) ?? [];
  if (!batch.sections.some(({ code }) => code === section)) return null;
  if (grown !== undefined) return { kind: 'grow', section, by: ROWS_ADDED };
  if (placed !== undefined) {
    const [at, goal] = ['from', 'to'].map((end) => readNumber(readField(req, `${placed}-${end}`)));
    return at && goal ? { kind: 'move', section, slot: at, to: goal } : null;
  }
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
  if (arrangement.kind === 'move')
    return `${section}-${Math.min(arrangement.to, Math.max(1, (before[section] ?? []).length))}`;
  const step = { up: -1, down: 1, insert: 0, remove: 0 }[arrangement.kind];
  return `${section}-${Math.max(1, arrangement.slot + step)}`;
}
