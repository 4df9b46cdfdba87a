import type { SchoolKinds } from '../../domain/enrolment-plan/plan-catalogue';
import { type Parameters, readParameter } from '../../infrastructure/http/page-renderer';
import { foldNumber } from '../../rules/identity/typed-text';

/** 「我能填的」: what narrows the catalogue beside names. Null and false narrow nothing. */
export interface OwnFilter {
  /** Only rows that the candidate may choose. */
  readonly mine: boolean;
  /** Yuan a year at most; rows whose plan does not say are kept. */
  readonly fee: number | null;
  readonly years: number | null;
  /** 办学性质 and 院校类型, of those that the plan knows. */
  readonly ownership: string | null;
  readonly schoolType: string | null;
  /** The lowest rank of the year before lies between these; rows of which none is known are left out. */
  readonly rankFrom: number | null;
  readonly rankTo: number | null;
}

interface OwnFilterForm {
  readonly filter: OwnFilter;
  /** As typed. */
  readonly typed: Readonly<Record<FieldName, string>>;
  /** Beside each field. */
  readonly errors: Partial<Record<FieldName, string>>;
}

const ownFields = ['mine', 'fee', 'years', 'ownership', 'schoolType', 'rankFrom', 'rankTo'] as const;
type FieldName = (typeof ownFields)[number];

const labels = { fee: '学费上限', years: '学制', rankFrom: '去年最低位次', rankTo: '去年最低位次' } as const;
const mostDigits = { fee: 6, years: 1, rankFrom: 7, rankTo: 7 } as const;

/**
 * Reads it from an address. What is no number narrows nothing, and is told beside its field. Without a year before
 * (`hasPast`) there are no fields of ranks: what came along from another batch would leave out every row, and not say why.
 * So would a kind of school that the plan does not know.
 */
export function readOwnFilter(
  parameters: Parameters,
  hasPast: boolean,
  { ownerships, schoolTypes }: SchoolKinds,
): OwnFilterForm {
  const typed = Object.fromEntries(
    ownFields.map((name) => [name, isAsked(name, hasPast) ? readParameter(parameters, name).trim() : '']),
  ) as Record<FieldName, string>;
  const errors: Partial<Record<FieldName, string>> = {};
  const read = (name: keyof typeof labels): number | null => {
    const text = foldNumber(typed[name]);
    if (text === '') return null;
    if (/^\d+$/.test(text) && text.length <= mostDigits[name]) return Number(text);
    errors[name] = `${labels[name]}应为数字，最多${mostDigits[name]}位，请重新输入！`;
    return null;
  };
  const [fee, years, rankFrom, rankTo] = [read('fee'), read('years'), read('rankFrom'), read('rankTo')];
  const turned = rankFrom !== null && rankTo !== null && rankFrom > rankTo;
  if (turned) errors.rankTo = '去年最低位次的前一个数应不大于后一个数，请重新输入！';
  const ranks = turned ? { rankFrom: null, rankTo: null } : { rankFrom, rankTo };
  if (!ownerships.includes(typed.ownership)) typed.ownership = '';
  if (!schoolTypes.includes(typed.schoolType)) typed.schoolType = '';
  const kinds = { ownership: typed.ownership || null, schoolType: typed.schoolType || null };
  return { filter: { mine: typed.mine === 'yes', fee, years, ...kinds, ...ranks }, typed, errors };
}

const isAsked = (name: FieldName, hasPast: boolean) => hasPast || !name.startsWith('rank');

/** What the page's own address says of it: nothing of fields that are empty. */
export function writeOwnFilter({ typed }: OwnFilterForm): Readonly<Record<string, string>> {
  return Object.fromEntries(ownFields.map((name) => [name, typed[name]]).filter(([, text]) => text !== ''));
}
