import type { ChoiceList, SlotChoice } from '../../../src/rules/filing/choice-list';

/**
 * A small model of the manual, written from its text and not from the code: one candidate, three batches
 * (two that overwrite each other and one alone), minutes counted in milliseconds. It keeps what happened and
 * answers each act by looking at the whole history.
 */

const MINUTE = 60_000;

export type ModelBatch = 'early-other' | 'early-military' | 'undergraduate-1';

export interface Person {
  readonly kind: 'general' | 'arts';
  readonly sex: 'male' | 'female';
  readonly defaulter: boolean;
}

export type Act =
  | { readonly act: 'wait'; readonly ms: number }
  | { readonly act: 'open'; readonly batch: ModelBatch }
  | { readonly act: 'extend' }
  | { readonly act: 'save'; readonly batch: ModelBatch; readonly list: ChoiceList; readonly agreed: boolean }
  | { readonly act: 'abandon'; readonly batch: ModelBatch }
  | { readonly act: 'freeze' }
  | { readonly act: 'thaw' }
  | { readonly act: 'closeIn'; readonly batch: ModelBatch; readonly ms: number };

export type Answer =
  | 'waited'
  | `opened, ${number} ms`
  | 'refused'
  | `extended, ${number} ms`
  | 'noForm'
  | 'timeOut'
  | 'faulty'
  | 'askFirst'
  | `saved ${number}, ${number} left`
  | 'abandoned'
  | 'nothingToAbandon'
  | 'frozen'
  | 'thawed'
  | 'moved';

interface Major {
  readonly menOnly?: boolean;
  readonly category?: string;
}

/** The plan of all three batches: institution → 专业. */
export const PLAN: Readonly<Record<string, Readonly<Record<string, Major>>>> = {
  '0001': { '01': {}, '02': { menOnly: true }, '03': {} },
  '1105': { '01': {}, '02': { category: '护理' } },
  '1110': { '01': {} },
};

function isRowFit(slot: SlotChoice, person: Person): boolean {
  const plan = PLAN[slot.institution];
  if (!plan || slot.adjustment === null) return false;
  const typed = [...slot.majors];
  while (typed.at(-1) === '') typed.pop();
  if (typed.length < 1 || typed.length > 5) return false;
  if (new Set(typed).size < typed.length) return false;
  const found = typed.map((code) => plan[code]);
  if (found.some((major) => major === undefined)) return false;
  if (found.some((major) => major?.menOnly) && person.sex !== 'male') return false;
  return new Set(found.map((major) => major?.category ?? '')).size === 1;
}

function nameSchool(slot: SlotChoice, byCategory: boolean): string {
  const category = PLAN[slot.institution]?.[slot.majors[0] ?? '']?.category ?? '';
  return byCategory ? slot.institution + category : slot.institution;
}

function isSectionFit(
  rows: readonly SlotChoice[],
  room: number,
  byCategory: boolean,
  person: Person,
): boolean {
  if (rows.length > room || !rows.every((row) => isRowFit(row, person))) return false;
  const schools = rows.map((row) => nameSchool(row, byCategory));
  return new Set(schools).size === schools.length;
}

/** The rows typed in a section; null where an empty one stands before a filled one. */
function readRows(list: ChoiceList, section: string): readonly SlotChoice[] | null {
  const isTyped = (slot: SlotChoice) => slot.institution !== '' || slot.majors.some((major) => major !== '');
  const rows = [...(list[section] ?? [])];
  while (rows.length > 0 && !isTyped(rows[rows.length - 1] as SlotChoice)) rows.pop();
  return rows.every(isTyped) ? rows : null;
}

function keepsCap(rows: readonly SlotChoice[], person: Person): boolean {
  return !person.defaulter || new Set(rows.map(({ institution }) => institution)).size <= 2;
}

/** Whether the manual lets this list be saved. */
export function isListFit(batch: ModelBatch, list: ChoiceList, person: Person): boolean {
  if (batch === 'undergraduate-1') {
    const rows = readRows(list, 'parallel');
    return rows !== null && rows.length > 0 && isSectionFit(rows, 6, true, person) && keepsCap(rows, person);
  }
  const [first, second] = [readRows(list, 'first'), readRows(list, 'second')];
  if (first === null || second === null || first.length === 0) return false;
  return (
    isSectionFit(first, 1, false, person) &&
    isSectionFit(second, 4, false, person) &&
    keepsCap(second, person)
  );
}

interface Saved {
  readonly batch: ModelBatch;
  readonly at: number;
}

export class Model {
  private now = 0;
  private readonly saves: Saved[] = [];
  private readonly givenUp: ModelBatch[] = [];
  private isFrozen = false;
  private form: { batch: ModelBatch; until: number; extended: number } | null = null;
  private readonly closing: Record<ModelBatch, number> = {
    'early-other': 10 * 60 * MINUTE,
    'early-military': 10 * 60 * MINUTE,
    'undergraduate-1': 20 * 60 * MINUTE,
  };

  constructor(private readonly person: Person) {}

  private together(batch: ModelBatch): ModelBatch[] {
    return batch === 'undergraduate-1' ? [batch] : ['early-other', 'early-military'];
  }

  private savesOf(batch: ModelBatch): Saved[] {
    return this.saves.filter((saved) => this.together(batch).includes(saved.batch));
  }

  private isOpen(batch: ModelBatch): boolean {
    return this.now >= 10 * MINUTE && this.now < this.closing[batch];
  }

  private mayFile(batch: ModelBatch): boolean {
    const saves = this.savesOf(batch);
    const last = saves.at(-1);
    if (this.person.kind === 'arts' && batch === 'early-military') return false;
    if (this.isFrozen || this.givenUp.includes(batch)) return false;
    return this.isOpen(batch) && saves.length < 3 && (!last || this.now - last.at >= 60 * MINUTE);
  }

  private extend(): Answer {
    const { form, now } = this;
    if (!form) return 'noForm';
    const left = form.until - now;
    const until = Math.min(now + 30 * MINUTE, this.closing[form.batch]);
    if (left <= 0 || left > 5 * MINUTE || form.extended >= 10 || until <= form.until) return 'refused';
    this.form = { ...form, until, extended: form.extended + 1 };
    return `extended, ${until - now} ms`;
  }

  private save(batch: ModelBatch, list: ChoiceList, agreed: boolean): Answer {
    if (this.form?.batch !== batch) return 'noForm';
    if (!this.mayFile(batch)) return 'refused';
    if (this.now >= this.form.until) return 'timeOut';
    if (!isListFit(batch, list, this.person)) return 'faulty';
    const last = this.savesOf(batch).at(-1);
    if (last && last.batch !== batch && !agreed) return 'askFirst';
    this.saves.push({ batch, at: this.now });
    this.form = null;
    const count = this.savesOf(batch).length;
    return `saved ${count}, ${3 - count} left`;
  }

  private abandon(batch: ModelBatch): Answer {
    const isSaved = this.savesOf(batch).at(-1)?.batch === batch;
    if (!isSaved || this.givenUp.includes(batch) || !this.isOpen(batch)) return 'nothingToAbandon';
    this.givenUp.push(...this.together(batch));
    return 'abandoned';
  }

  /** Does one act and answers as the platform should. */
  do(act: Act): Answer {
    switch (act.act) {
      case 'wait':
        this.now += act.ms;
        return 'waited';
      case 'open': {
        if (!this.mayFile(act.batch)) return 'refused';
        const until = Math.min(this.now + 30 * MINUTE, this.closing[act.batch]);
        this.form = { batch: act.batch, until, extended: 0 };
        return `opened, ${until - this.now} ms`;
      }
      case 'extend':
        return this.extend();
      case 'save':
        return this.save(act.batch, act.list, act.agreed);
      case 'abandon':
        return this.abandon(act.batch);
      case 'freeze':
        this.isFrozen = true;
        return 'frozen';
      case 'thaw':
        this.isFrozen = false;
        return 'thawed';
      case 'closeIn':
        this.closing[act.batch] = this.now + act.ms;
        return 'moved';
    }
  }
}
