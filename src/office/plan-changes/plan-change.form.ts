import type { Request } from 'express';
import { parseConditions } from '../../domain/rule-packs/rule-pack.schema';
import { AppError } from '../../infrastructure/errors';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Condition, RulePack } from '../../rules/pack/rule-pack';
import type { TypedPlanRow } from '../imports/kinds/plan-cells';

/** Columns of the plan list that say what a row asks of candidates. */
const requirementFields = [
  'sex',
  'bornFrom',
  'bornTo',
  'fresh',
  'rural',
  'minority',
  'counties',
  'list',
  'total',
  'language',
] as const;

/** What of a row can be changed; a row of other codes, 批次 or 科类 is another row. */
export const changeFields = [
  'majorName',
  'quota',
  'tuition',
  'length',
  'note',
  ...requirementFields,
] as const;

/** What a new row needs. */
export const additionFields = [
  'batch',
  'tracks',
  'audience',
  'institution',
  'group',
  'major',
  'post',
  'category',
  'planType',
  ...changeFields,
] as const;

/** What is wrong, by field; `form`: with the row as a whole. */
export type PlanErrors = Readonly<Record<string, string>>;

/** Faults by field; what is wrong in no field of the form is said of the form. */
export function gatherFaults(faults: PlanErrors, fields: readonly string[]): PlanErrors {
  const inForm = Object.entries(faults).filter(([field]) => fields.includes(field));
  const others = Object.entries(faults).filter(([field]) => !fields.includes(field));
  const form = others.map(([, text]) => text).join('');
  return { ...(form === '' ? {} : { form }), ...Object.fromEntries(inForm) };
}

/** The most conditions beside those in fields that a row carries through the form. */
const MAX_OTHERS = 40;

/** Reads the fields of a plan row as they were typed, its 科类 from one box each. @throws AppError badRequest */
export function readTypedRow(req: Request, pack: RulePack, fields: readonly string[]): TypedPlanRow {
  const cells = fields
    .filter((field) => field !== 'tracks')
    .map((field) => [field, readField(req, field).replaceAll('\r\n', '\n').trim()]);
  const tracks = pack.tracks.filter(({ code }) => readField(req, `track-${code}`) !== '');
  const others = Array.from({ length: MAX_OTHERS }, (_, index) => readField(req, `other-${index + 1}`));
  return {
    cells: {
      ...Object.fromEntries(cells),
      ...(fields.includes('tracks') ? { tracks: tracks.map(({ name }) => name).join('、') } : {}),
    },
    others: others.flatMap(readCondition),
  };
}

/** A condition as the form carried it. @throws AppError badRequest where somebody has written into it */
function readCondition(text: string): readonly Condition[] {
  const conditions = text === '' ? [] : parseConditions([readJson(text)]);
  if (conditions === null) throw new AppError('badRequest', 400);
  return conditions;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What a posted row is carried with to the next page. */
export function carryRow({ cells, others }: TypedPlanRow, pack: RulePack) {
  const { tracks = '', ...rest } = cells;
  return [
    ...Object.entries(rest).map(([name, value]) => ({ name, value })),
    ...pack.tracks
      .filter(({ name }) => tracks.split('、').includes(name))
      .map(({ code }) => ({ name: `track-${code}`, value: '1' })),
    ...others.map((other, index) => ({ name: `other-${index + 1}`, value: JSON.stringify(other) })),
  ];
}

/** The form as it is shown: boxes for 科类, and the conditions that no field holds, each to be kept or dropped. */
export function presentTypedRow({ cells, others }: TypedPlanRow, pack: RulePack) {
  const tracks = (cells.tracks ?? '').split('、');
  return {
    ...cells,
    tracks: pack.tracks.map(({ code, name }) => ({ code, name, chosen: tracks.includes(name) })),
    others: others.map((other, index) => ({
      name: `other-${index + 1}`,
      value: JSON.stringify(other),
      message: other.message,
    })),
  };
}
