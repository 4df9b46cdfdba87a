import type { Supplement } from '../../domain/supplements/derive-supplement';
import { parseMinute } from '../../infrastructure/format-time';
import type { Coded, DailyHours } from '../../rules/pack/rule-pack';
import { areHours } from '../../rules/windows/sessions';

const supplementFields = [
  'base',
  'opensAt',
  'closesAt',
  'dailyFrom',
  'dailyUntil',
  'people',
  'qualification',
  'sheet',
] as const;

type Field = (typeof supplementFields)[number];

/** Everything of the form as it was typed; `lines` by code of the 科类. */
export type TypedSupplement = Readonly<Record<Field, string>> & {
  readonly lines: Readonly<Record<string, string>>;
};

/** By field; those of a line under `line-` and the code of its 科类. */
export type SupplementErrors = Readonly<Record<string, string>>;

/** What the batch asks for: 科类 of its plan, and lists of qualified candidates. */
export interface SupplementChoices {
  readonly tracks: readonly Coded[];
  readonly qualifications: readonly string[];
}

const MAX_SHEET_LENGTH = 31;
const MAX_SCORE = 999;

export function readTyped(tracks: readonly Coded[], read: (name: string) => string): TypedSupplement {
  const fields = Object.fromEntries(supplementFields.map((field) => [field, read(field).trim()]));
  const lines = Object.fromEntries(tracks.map(({ code }) => [code, read(`line-${code}`).trim()]));
  return { ...(fields as Record<Field, string>), lines };
}

/** Checks what was typed; `supplement` is null while there is a fault. */
export function checkTyped(
  typed: TypedSupplement,
  { tracks, qualifications }: SupplementChoices,
): { readonly supplement: Supplement | null; readonly errors: SupplementErrors } {
  const errors: Record<string, string> = {};
  if (tracks.length === 0) errors.base = '这个批次还没有招生计划，请先导入它的招生计划，或返回另选批次！';
  const [opensAt, closesAt] = [readTime(typed, 'opensAt', errors), readTime(typed, 'closesAt', errors)];
  const dailyHours = readHours(typed, errors);
  const lines = tracks.flatMap(({ code, name }) => readLine(code, name, typed.lines[code] ?? '', errors));
  if (typed.people !== 'free' && typed.people !== 'any') errors.people = '请选择哪些考生可以填报！';
  const { qualification, sheet } = typed;
  if (qualification !== '' && !qualifications.includes(qualification))
    errors.qualification = '请选择资格名单，不要求资格的选“不要求”！';
  if (sheet.length > MAX_SHEET_LENGTH)
    errors.sheet = `工作表名称不超过${MAX_SHEET_LENGTH}个字，请检查后重新输入！`;
  if (opensAt === null || closesAt === null || Object.keys(errors).length > 0)
    return { supplement: null, errors };
  return {
    supplement: {
      base: typed.base,
      opensAt: opensAt.toISOString(),
      closesAt: closesAt.toISOString(),
      ...(dailyHours !== null && { dailyHours }),
      freeOnly: typed.people === 'free',
      ...(qualification !== '' && { qualification }),
      lines,
    },
    errors,
  };
}

function readTime(
  typed: TypedSupplement,
  field: 'opensAt' | 'closesAt',
  errors: Record<string, string>,
): Date | null {
  const at = parseMinute(typed[field]);
  const name = field === 'opensAt' ? '开始时间' : '截止时间';
  if (at === null) errors[field] = `请按2021-08-20 08:00的格式输入${name}（北京时间）！`;
  return at;
}

function readHours(
  { dailyFrom, dailyUntil }: TypedSupplement,
  errors: Record<string, string>,
): DailyHours | null {
  if (dailyFrom === '' && dailyUntil === '') return null;
  const spell = (text: string) => text.replace('：', ':').replace(/^(\d):/, '0$1:');
  const hours = { from: spell(dailyFrom), until: spell(dailyUntil) };
  if (areHours(hours)) return hours;
  errors[areTimes(hours) ? 'dailyUntil' : 'dailyFrom'] = areTimes(hours)
    ? '每天的截止时间必须晚于开始时间，请检查后重新输入！'
    : '请按09:00的格式输入每天的时间，开始、截止都填或都不填！';
  return null;
}

const areTimes = ({ from, until }: DailyHours) =>
  [from, until].every((text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text));

function readLine(
  track: string,
  name: string,
  text: string,
  errors: Record<string, string>,
): Supplement['lines'] {
  const field = `line-${track}`;
  const typed = text.normalize('NFKC').replace(/分$/, '');
  if (typed === '') errors[field] = `请填写${name}的征集线，不设线的填0！`;
  else if (!/^\d{1,3}(\.\d{1,2})?$/.test(typed) || Number(typed) > MAX_SCORE)
    errors[field] = `${name}的征集线应当是0-${MAX_SCORE}的分数，请检查后重新输入！`;
  return errors[field] === undefined ? [{ track, score: Number(typed) }] : [];
}
