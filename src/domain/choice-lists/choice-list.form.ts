import type { Request } from 'express';
import { listFormUndertakings, withAgreed } from '../../rules/filing/agreements';
import type { Adjustment, ChoiceList, SlotChoice } from '../../rules/filing/choice-list';
import { joinCombinedCode, splitCombinedCode } from '../../rules/filing/codes';
import type { Batch, RulePack, Section } from '../../rules/pack/rule-pack';

const FIELD =
  /^([a-z0-9]{1,20})-([1-9][0-9]{0,2})-(institution|group|adjustment|(?:major|post)-([1-9][0-9]?))$/;

interface TypedSlot {
  institution: string;
  group: string;
  majors: string[];
  posts: string[];
  adjustment: Adjustment | null;
}

/** Name of a form field: `first-1-institution`, `first-1-major-2`; also its id in the page. */
export function fieldName(section: string, slot: number, field: string, index?: number): string {
  return index === undefined ? `${section}-${slot}-${field}` : `${section}-${slot}-${field}-${index}`;
}

/** Name of the field in which a 承诺书 is agreed to, by its plan type; also its id in the page. */
export const agreementField = (planType: string) => `agreed-${planType.toLowerCase()}`;

/**
 * Reads what was typed, as typed: nothing is dropped or repaired, so that it can be shown again. Slots beyond the
 * layout are kept for the rules to refuse; a repeated field becomes one text that no code matches.
 */
export function readChoiceList(req: Request, pack: RulePack, batch: Batch): ChoiceList {
  const sections = new Map(batch.sections.map((section) => [section.code, section]));
  const typed = new Map<string, TypedSlot[]>();
  for (const [name, raw] of Object.entries<unknown>(req.body ?? {})) {
    const [, code = '', slot = '', field = '', index = ''] = FIELD.exec(name) ?? [];
    const section = sections.get(code);
    if (section === undefined) continue;
    const slots = typed.get(code) ?? [];
    typed.set(code, slots);
    setField(slotAt(slots, Number(slot)), field, Number(index), readText(raw), section, pack);
  }
  const agreed = listFormUndertakings(pack, batch)
    .map(({ planType }) => planType)
    .filter((planType) => req.body?.[agreementField(planType)] === 'agree');
  return withAgreed(
    Object.fromEntries(batch.sections.map(({ code }) => [code, fillGaps(typed.get(code) ?? [])])),
    agreed,
  );
}

function setField(
  slot: TypedSlot,
  field: string,
  index: number,
  text: string,
  section: Section,
  pack: RulePack,
): void {
  if (field === 'institution' && section.combinedCode === true) {
    Object.assign(slot, splitCombinedCode(text.normalize('NFKC').trim(), pack.codes.institution));
  } else if (field === 'institution' || field === 'group') {
    slot[field] = text;
  } else if (field === 'adjustment') {
    slot.adjustment = text === 'agree' || text === 'refuse' ? text : null;
  } else {
    const codes = field.startsWith('major') ? slot.majors : slot.posts;
    while (codes.length < index) codes.push('');
    codes[index - 1] = text;
  }
}

/** What stands in the 院校代号 field: one code, or institution and group as one (Jiangsu). */
export function institutionText(section: Section, slot: SlotChoice): string {
  return section.combinedCode === true ? joinCombinedCode(slot) : slot.institution;
}

const UNSOUND = /[\0\ud800-\udfff]/;

function readText(raw: unknown): string {
  const text = Array.isArray(raw) ? raw.join(',') : String(raw);
  if (!UNSOUND.test(text)) return text;
  // A round trip through UTF-8 replaces lone surrogates; a NUL would be refused by the database.
  return Buffer.from(text.replaceAll('\0', '\ufffd')).toString();
}

function slotAt(slots: TypedSlot[], number: number): TypedSlot {
  const slot = slots[number - 1] ?? { institution: '', group: '', majors: [], posts: [], adjustment: null };
  slots[number - 1] = slot;
  return slot;
}

function fillGaps(slots: TypedSlot[]): SlotChoice[] {
  return Array.from(slots, (_slot, index) => slotAt(slots, index + 1));
}
