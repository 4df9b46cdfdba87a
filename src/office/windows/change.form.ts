import type { Request } from 'express';
import type { Chosen } from '../../domain/places/choose-place';
import { presentPlaceFault } from '../../domain/places/place.presenter';
import type { NamedPlace, NamedSchool } from '../../domain/places/place.repository';
import { parseMinute } from '../../infrastructure/format-time';
import { readField } from '../../infrastructure/http/page-renderer';
import type { DailyHours, RulePack, WindowScope } from '../../rules/pack/rule-pack';
import {
  isLengthening,
  MAX_LENGTHEN_MINUTES,
  type WindowAct,
  type WindowChange,
} from '../../rules/windows/change-windows';
import { areHours } from '../../rules/windows/sessions';
import type { PublicNotice } from './window.service';

export const changeFields = [
  'act',
  'scopeKind',
  'county',
  'school',
  'candidateKind',
  'scoreFrom',
  'scoreTo',
  'opensAt',
  'closesAt',
  'dailyFrom',
  'dailyUntil',
  'minutes',
  'reason',
  'noticeTitle',
  'noticeBody',
] as const;

type ChangeField = (typeof changeFields)[number];

/** Everything of the form as it was typed; `batches` are codes. */
export type TypedChange = Readonly<Record<ChangeField, string>> & { readonly batches: readonly string[] };
export type ChangeErrors = Partial<Record<ChangeField | 'batches', string>>;

/** What the form asks for, once nothing is wrong with it. */
interface ChangeRequest {
  readonly act: WindowAct;
  readonly reason: string;
  readonly notice: PublicNotice | null;
}

const LIMITS: Partial<Record<ChangeField, number>> = { reason: 200, noticeTitle: 60, noticeBody: 1000 };

/** Reads the form, or the address that leads to it. A whole round is ticked as `round-1`, a batch as `batch-x`. */
export function readTypedChange(pack: RulePack, read: (name: string) => string): TypedChange {
  const ticked = (name: string) => read(name) !== '';
  const typed = Object.fromEntries(changeFields.map((field) => [field, read(field).trim()])) as Record<
    ChangeField,
    string
  >;
  const batches = pack.batches.filter(
    ({ code, round }) => ticked(`batch-${code}`) || ticked(`round-${round}`),
  );
  return { ...typed, batches: batches.map(({ code }) => code) };
}

export const readPosted = (req: Request) => (name: string) => readField(req, name);

/** What was typed as county and school. */
export interface ChangePlaces {
  readonly county: Chosen<NamedPlace>;
  readonly school: Chosen<NamedSchool>;
}

/** Checks what was typed. `request` is null while there is a fault. */
export function checkTypedChange(
  pack: RulePack,
  typed: TypedChange,
  places: ChangePlaces,
): { readonly request: ChangeRequest | null; readonly errors: ChangeErrors } {
  const errors: ChangeErrors = {};
  if (typed.batches.length === 0) errors.batches = '请至少选择一个批次！';
  const scope = readScope(pack, typed, places, errors);
  const change = readChange(typed, errors);
  if (typed.reason === '') errors.reason = '请填写理由！';
  for (const [field, limit] of Object.entries(LIMITS)) {
    if ([...typed[field as ChangeField]].length > limit)
      errors[field as ChangeField] = `不能超过${limit}个字，请缩短！`;
  }
  const hasNotice = typed.noticeTitle !== '' || typed.noticeBody !== '';
  if (hasNotice && typed.noticeTitle === '') errors.noticeTitle = '请填写公告标题，或清空公告内容！';
  if (hasNotice && typed.noticeBody === '') errors.noticeBody = '请填写公告内容，或清空公告标题！';
  if (Object.keys(errors).length > 0 || scope === null || change === null) return { request: null, errors };
  const notice = hasNotice ? { title: typed.noticeTitle, body: typed.noticeBody } : null;
  return {
    request: { act: { batches: typed.batches, scope, change }, reason: typed.reason, notice },
    errors,
  };
}

function readScope(
  pack: RulePack,
  typed: TypedChange,
  { county, school }: ChangePlaces,
  errors: ChangeErrors,
): WindowScope | null {
  switch (typed.scopeKind) {
    case 'province':
      return { kind: 'province' };
    case 'county':
      if ('found' in county) return { kind: 'county', county: county.found.code };
      errors.county = presentPlaceFault('county', county);
      return null;
    case 'school':
      if ('found' in school) return { kind: 'school', school: school.found.code };
      errors.school = presentPlaceFault('school', school);
      return null;
    case 'candidateKind':
      if (pack.candidateKinds.some(({ code }) => code === typed.candidateKind))
        return { kind: 'candidateKind', candidateKind: typed.candidateKind };
      errors.candidateKind = '请选择考生类别！';
      return null;
    case 'scoreBand':
      return readBand(typed, errors);
    default:
      errors.scopeKind = '请选择范围！';
      return null;
  }
}

function readBand({ scoreFrom, scoreTo }: TypedChange, errors: ChangeErrors): WindowScope | null {
  const read = (text: string, field: 'scoreFrom' | 'scoreTo') => {
    if (text !== '' && !/^\d{1,3}$/.test(text)) errors[field] = '分数为0-999的整数，请检查后重新输入！';
    return text === '' ? null : Number(text);
  };
  const [from, to] = [read(scoreFrom, 'scoreFrom'), read(scoreTo, 'scoreTo')];
  if (from === null && to === null) errors.scoreFrom ??= '请填写最低分或最高分！';
  if (from !== null && to !== null && from > to) errors.scoreTo = '最高分不能低于最低分，请检查后重新输入！';
  return errors.scoreFrom || errors.scoreTo ? null : { kind: 'scoreBand', from, to };
}

function readChange(typed: TypedChange, errors: ChangeErrors): WindowChange | null {
  if (typed.act === 'remove') return { kind: 'remove' };
  if (typed.act === 'lengthen') {
    const minutes = /^[1-9]\d{0,4}$/.test(typed.minutes) ? Number(typed.minutes) : 0;
    if (isLengthening(minutes)) return { kind: 'lengthen', minutes };
    errors.minutes = `请输入延长的分钟数，1-${MAX_LENGTHEN_MINUTES}的整数！`;
    return null;
  }
  if (typed.act !== 'set') {
    errors.act = '请选择要做什么！';
    return null;
  }
  const [opensAt, closesAt] = [parseMinute(typed.opensAt), parseMinute(typed.closesAt)];
  const wrong = '请按2021-06-26 08:00的格式输入时间（北京时间）！';
  if (opensAt === null) errors.opensAt = wrong;
  if (closesAt === null) errors.closesAt = wrong;
  if (opensAt !== null && closesAt !== null && closesAt.getTime() <= opensAt.getTime())
    errors.closesAt = '截止时间必须晚于开始时间，请检查后重新输入！';
  const hours = readHours(typed, errors);
  if (opensAt === null || closesAt === null || hours === null || errors.closesAt) return null;
  return { kind: 'set', opensAt, closesAt, ...hours };
}

/** Hours of each day, both or neither; null where they are wrong. */
function readHours(
  { dailyFrom, dailyUntil }: TypedChange,
  errors: ChangeErrors,
): { hours?: DailyHours } | null {
  if (dailyFrom === '' && dailyUntil === '') return {};
  const spell = (text: string) => text.replace('：', ':').replace(/^(\d):/, '0$1:');
  const hours = { from: spell(dailyFrom), until: spell(dailyUntil) };
  if (areHours(hours)) return { hours };
  const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
  const wrong = '请按09:00的格式输入每天的时间，开始、截止都填或都不填！';
  if (!isTime(hours.from)) errors.dailyFrom = wrong;
  if (!isTime(hours.until)) errors.dailyUntil = wrong;
  if (isTime(hours.from) && isTime(hours.until))
    errors.dailyUntil = '每天的截止时间必须晚于开始时间，请检查后重新输入！';
  return null;
}
