import { maskPhone } from '../../rules/identity/masking';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CallEntry } from './call-list.repository';
import { nameElsewhere, type Tally } from './tally';

/** Whom a call list names. */
const callFilters = {
  notSaved: '还没有保存志愿',
  notSignedIn: '从未登录',
  draftOnly: '只有草稿，没有保存',
  unconfirmed: '已保存，没有确认',
  noFactor: '没有绑定安全措施',
  undertaking: '承诺书未交',
  all: '全部考生',
} as const;

export type CallFilter = keyof typeof callFilters;

export function isCallFilter(value: string): value is CallFilter {
  return Object.hasOwn(callFilters, value);
}

/** The lists of a batch: of who has not confirmed where the pack asks for it. */
export const listCallFilters = ({ finalConfirmation }: Batch) =>
  Object.entries(callFilters)
    .filter(([code]) => code !== 'unconfirmed' || finalConfirmation !== undefined)
    .map(([code, name]) => ({ code, name }));

/** Whether a list names a candidate. */
export function isCalled(entry: CallEntry, filter: CallFilter): boolean {
  switch (filter) {
    case 'notSaved':
      return entry.saves === 0 && !entry.savedElsewhere && !entry.abandoned;
    case 'notSignedIn':
      return !entry.signedIn;
    case 'draftOnly':
      return entry.hasDraft && entry.saves === 0 && !entry.abandoned;
    case 'unconfirmed':
      return entry.saves > 0 && !entry.confirmed;
    case 'noFactor':
      return !entry.hasFactor;
    case 'undertaking':
      return entry.undertakingMissing;
    case 'all':
      return true;
  }
}

/** How many a list names, from the counts of the board: nobody is read for it. */
export function countCalled(tally: Tally, filter: CallFilter): number {
  switch (filter) {
    case 'notSaved':
      return tally.notBegun + tally.draftOnly;
    case 'notSignedIn':
      return tally.notSignedIn;
    case 'draftOnly':
      return tally.draftOnly;
    case 'unconfirmed':
      return Math.max(0, tally.savedInAll - tally.confirmed);
    case 'noFactor':
      return tally.noFactor;
    case 'undertaking':
      return tally.undertakingMissing;
    case 'all':
      return tally.registered;
  }
}

export interface CallLine {
  readonly id: number;
  readonly school: string;
  readonly className: string;
  readonly candidateNumber: string;
  readonly name: string;
  readonly phone: string;
  readonly missing: string;
}

export const callHeadings = ['学校', '班级', '考生号', '姓名', '手机号码', '情况'] as const;

/** One line of a call list of a batch; `openPhone` opens a sealed number. */
export function presentCall(batch: Batch, entry: CallEntry, openPhone: (sealed: Buffer) => string): CallLine {
  return {
    id: entry.id,
    school: entry.schoolName,
    className: entry.className,
    candidateNumber: entry.candidateNumber,
    name: entry.name,
    phone: entry.phoneCipher === null ? '未绑定' : maskPhone(openPhone(entry.phoneCipher)),
    missing: describeState(batch, entry).join('；'),
  };
}

function describeState(batch: Batch, entry: CallEntry): string[] {
  const { signedIn, hasFactor, undertakingMissing } = entry;
  return [
    ...(signedIn ? [] : ['从未登录']),
    describeFiling(batch, entry),
    ...(undertakingMissing ? ['承诺书未交'] : []),
    ...(hasFactor ? [] : ['没有绑定动态密码、微信或手机']),
  ];
}

function describeFiling(
  batch: Batch,
  { hasDraft, saves, savedElsewhere, abandoned, confirmed }: CallEntry,
): string {
  if (abandoned) return '已放弃';
  if (saves > 0) {
    const said = confirmed ? '，已确认' : '，没有确认';
    return `已保存${saves}次${batch.finalConfirmation === undefined ? '' : said}`;
  }
  if (savedElsewhere) return `已填报${nameElsewhere(batch) ?? ''}`;
  return hasDraft ? '只有草稿，没有保存' : '没有填报';
}

/** The cells of a line, in the order of the headings. */
export function toCells({ school, className, candidateNumber, name, phone, missing }: CallLine): string[] {
  return [school, className, candidateNumber, name, phone, missing];
}
