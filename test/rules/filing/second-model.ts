import type { ChoiceList, SlotChoice } from '../../../src/rules/filing/choice-list';
import {
  FORM_MS,
  HOUR_MS,
  type Kind,
  LENGTHENINGS,
  type Line,
  OFFER_MS,
  type Part,
  SAVES,
  type Sort,
  TABLE,
} from './table-2021';

/** A candidate as the table asks for them. */
export interface Somebody {
  readonly kind: Kind;
  readonly lists: readonly string[];
  /** Kinds of 统考 that were passed. */
  readonly exams: readonly string[];
  readonly registered: string;
  readonly county: string;
  readonly school: string;
  readonly score: number;
  /** 应届 and 少数民族. */
  readonly fresh: boolean;
  readonly minority: boolean;
}

export interface Times {
  readonly of: 'province' | 'kind' | 'band' | 'county' | 'school';
  /** Of whom: a kind, a county, a school; of a band the lowest score. */
  readonly whom: string | number;
  readonly from: number;
  readonly to: number;
  /** From this instant on nobody files first; Infinity: never. */
  readonly noFirst: number;
}

export type Deed =
  | { readonly deed: 'wait'; readonly ms: number }
  | { readonly deed: 'open' | 'lengthen'; readonly batch: string }
  | { readonly deed: 'save'; readonly batch: string; readonly list: ChoiceList }
  | { readonly deed: 'giveUp'; readonly batch: string }
  | { readonly deed: 'freeze' | 'thaw' }
  | { readonly deed: 'grant'; readonly batch: string }
  | { readonly deed: 'times'; readonly times: readonly Times[] };

/** A major as the plan prints it: 普通 and of no 类别 unless it says otherwise. */
export interface Offer {
  readonly code: string;
  readonly category?: string;
  readonly sort?: Sort;
}

/** Schools that exist, with what may be studied there. */
export const SCHOOLS: Readonly<Record<string, readonly Offer[]>> = {
  '0001': [
    { code: '01' },
    { code: '02' },
    { code: '03' },
    { code: '04' },
    { code: '05' },
    { code: '11', sort: 'directed' },
    { code: '21', sort: 'preparatory' },
  ],
  '1105': [
    { code: '01' },
    { code: '02', category: '护理' },
    { code: '03', category: '护理' },
    { code: '11', sort: 'directed' },
  ],
  '6000': [{ code: '01' }, { code: '0A', category: '民族' }, { code: '21', sort: 'preparatory' }],
};
const FINE = ['美术', '书法'];

function isFor(line: Line, who: Somebody): boolean {
  if (!line.kinds.includes(who.kind)) return false;
  if (line.list !== undefined && !who.lists.includes(line.list)) return false;
  if (line.registered !== undefined && who.registered === '') return false;
  if (line.exam === 'fine') return who.exams.some((exam) => FINE.includes(exam));
  return line.exam === undefined || who.exams.some((exam) => !FINE.includes(exam));
}

/** M1, M2 and M3 of one row. */
function isRowWritten(line: Line, part: Part, row: SlotChoice, who: Somebody): boolean {
  const { institution, majors, adjustment } = row;
  const most = part.majors;
  const offered = SCHOOLS[institution];
  if (offered === undefined) return false;
  const chosen = [...majors];
  while (chosen.at(-1) === '') chosen.pop();
  if (chosen.length > most || (most > 0 && chosen.length === 0)) return false;
  const found = chosen.flatMap((major) => offered.filter(({ code }) => code === major));
  if (found.length < chosen.length) return false;
  if (found.some(({ category }) => category !== found[0]?.category)) return false;
  const sorts = found.map(({ sort }) => sort ?? 'ordinary');
  if (sorts.some((sort) => !(part.takes ?? ['ordinary']).includes(sort))) return false;
  if (sorts.includes('directed') && !who.fresh) return false;
  if (chosen.some((major, index) => chosen.indexOf(major) !== index)) return false;
  return line.adjustment === (adjustment !== null);
}

/** The rows of one part: right each, in their room, none twice. */
function isPartWritten(line: Line, part: Part, rows: readonly SlotChoice[], who: Somebody): boolean {
  if (rows.length > part.schools) return false;
  if (rows.length > 0 && part.minority === true && !who.minority) return false;
  const names = rows.map(({ institution, majors }) =>
    line.byMajor === true
      ? `${institution} ${majors[0]}`
      : part.byCategory === true
        ? `${institution} ${SCHOOLS[institution]?.find(({ code }) => code === majors[0])?.category}`
        : institution,
  );
  if (names.some((name, index) => names.indexOf(name) !== index)) return false;
  return rows.every((row) => isRowWritten(line, part, row, who));
}

/** The whole list: no part before the one it follows, and not empty. */
function isWritten(line: Line, list: ChoiceList, who: Somebody): boolean {
  const parts = line.parts.map((part) => {
    const rows = [...(list[part.code] ?? [])];
    while (rows.at(-1)?.institution === '') rows.pop();
    return { part, rows };
  });
  const filled = parts.map(({ rows }) => rows.length > 0);
  const [first, second] = filled;
  if (line.ordered === true && second === true && first !== true) return false;
  if (!filled.includes(true)) return false;
  return parts.every(({ part, rows }) => isPartWritten(line, part, rows, who));
}

const RANK = ['province', 'kind', 'band', 'county', 'school'];

function findTimes(times: readonly Times[], who: Somebody): Times | null {
  let found: Times | null = null;
  for (const one of times) {
    const mine =
      one.of === 'province' ||
      (one.of === 'kind' && one.whom === who.kind) ||
      (one.of === 'band' && who.score >= Number(one.whom)) ||
      (one.of === 'county' && one.whom === who.county) ||
      (one.of === 'school' && one.whom === who.school);
    if (!mine) continue;
    const closer = found === null ? 1 : RANK.indexOf(one.of) - RANK.indexOf(found.of);
    if (closer > 0 || (closer === 0 && one.to > (found?.to ?? 0))) found = one;
  }
  return found;
}

/** A form that lies open. */
interface Form {
  readonly since: number;
  readonly lengthened: number;
}

interface Group {
  saved: string;
  count: number;
  at: number;
  granted: number;
  grantedAt: number;
  givenUp: boolean;
}

/** Plays deeds on the table and answers each as the platform should. Nothing is computed cleverly. */
export class SecondModel {
  private now = 0;
  private frozen = false;
  private times: readonly Times[] = [];
  private readonly groups = new Map<string, Group>();
  private readonly forms = new Map<string, Form>();

  constructor(private readonly who: Somebody) {}

  private groupOf({ code, group }: Line): Group {
    const key = group === '' ? code : group;
    const found = this.groups.get(key) ?? {
      saved: '',
      count: 0,
      at: 0,
      granted: 0,
      grantedAt: -1,
      givenUp: false,
    };
    this.groups.set(key, found);
    return found;
  }

  private isOpen(times: Times | null): times is Times {
    return times !== null && this.now >= times.from && this.now < times.to;
  }

  private mayFile(line: Line): boolean {
    const group = this.groupOf(line);
    const times = findTimes(this.times, this.who);
    if (group.givenUp || !isFor(line, this.who) || this.frozen || !this.isOpen(times)) return false;
    if (group.saved !== line.code && this.now >= times.noFirst) return false;
    if (group.count >= SAVES + group.granted) return false;
    return !(group.count > 0 && this.now < group.at + HOUR_MS && group.grantedAt <= group.at);
  }

  /** Until when a form that was opened or lengthened at `since` may be saved, as the times are now. */
  private endOf(line: Line, since: number): number {
    const times = findTimes(this.times, this.who);
    if (times === null) return since;
    const first = this.groupOf(line).saved !== line.code;
    return Math.min(since + FORM_MS, times.to, first ? times.noFirst : times.to);
  }

  private open(line: Line): string {
    if (!this.mayFile(line)) return 'no';
    this.forms.set(line.code, { since: this.now, lengthened: 0 });
    return `open ${this.endOf(line, this.now) - this.now}`;
  }

  private lengthen(line: Line): string {
    const form = this.forms.get(line.code);
    if (form === undefined) return 'no form';
    if (!this.mayFile(line)) return 'no';
    const left = this.endOf(line, form.since) - this.now;
    if (left <= 0 || left > OFFER_MS || form.lengthened >= LENGTHENINGS) return 'not now';
    if (this.endOf(line, this.now) <= this.endOf(line, form.since)) return 'not now';
    this.forms.set(line.code, { since: this.now, lengthened: form.lengthened + 1 });
    return `lengthened ${this.endOf(line, this.now) - this.now}`;
  }

  private save(line: Line, list: ChoiceList): string {
    const form = this.forms.get(line.code);
    if (form === undefined) return 'no form';
    if (!this.mayFile(line)) return 'no';
    if (this.now >= this.endOf(line, form.since)) return 'late';
    if (!isWritten(line, list, this.who)) return 'faulty';
    this.forms.delete(line.code);
    const group = this.groupOf(line);
    const over = group.saved !== '' && group.saved !== line.code ? ` over ${group.saved}` : '';
    group.saved = line.code;
    group.count += 1;
    group.at = this.now;
    return `save ${group.count}${over}`;
  }

  private giveUp(line: Line): string {
    const group = this.groupOf(line);
    if (group.givenUp || group.saved !== line.code || this.frozen) return 'no';
    if (!this.isOpen(findTimes(this.times, this.who))) return 'no';
    group.givenUp = true;
    return 'given up';
  }

  do(deed: Deed): string {
    const line = 'batch' in deed ? TABLE.find(({ code }) => code === deed.batch) : undefined;
    if (deed.deed === 'wait') this.now += deed.ms;
    if (deed.deed === 'freeze') this.frozen = true;
    if (deed.deed === 'thaw') this.frozen = false;
    if (deed.deed === 'times') this.times = deed.times;
    if (line === undefined) return 'done';
    if (deed.deed === 'save') return this.save(line, deed.list);
    if (deed.deed === 'open') return this.open(line);
    if (deed.deed === 'lengthen') return this.lengthen(line);
    if (deed.deed === 'giveUp') return this.giveUp(line);
    const group = this.groupOf(line);
    group.granted += 1;
    group.grantedAt = this.now;
    return 'done';
  }
}
