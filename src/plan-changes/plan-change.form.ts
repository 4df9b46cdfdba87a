import type { Request } from 'express';
import { parseConditions } from '../batches';
import { readField } from '../middleware/page-renderer';
import type { PlanRow, PlanRowChange } from './plan-row.repository';

export const planFields = ['majorName', 'quota', 'tuitionYuan', 'note', 'restrictions'] as const;

/** Everything of the form as it was typed. */
export type TypedPlan = Readonly<Record<(typeof planFields)[number], string>>;
export type PlanErrors = Partial<Record<(typeof planFields)[number] | 'reason' | 'form', string>>;

/** A row as the form shows it before anything is typed. */
export function typePlan(row: PlanRow): TypedPlan {
  return {
    majorName: row.majorName,
    quota: String(row.quota),
    tuitionYuan: row.tuitionYuan === null ? '' : String(row.tuitionYuan),
    note: row.note,
    restrictions: JSON.stringify(row.restrictions, null, 1),
  };
}

const MAX_NUMBER = 99_999;

/** Reads the form; `change` is null while there is a fault. */
export function readPlanForm(req: Request): {
  readonly typed: TypedPlan;
  readonly change: PlanRowChange | null;
  readonly errors: PlanErrors;
} {
  const typed: TypedPlan = {
    majorName: readField(req, 'majorName').trim(),
    quota: readField(req, 'quota').normalize('NFKC').trim(),
    tuitionYuan: readField(req, 'tuitionYuan').normalize('NFKC').trim(),
    note: readField(req, 'note').replaceAll('\r\n', '\n').trim(),
    restrictions: readField(req, 'restrictions').trim(),
  };
  const errors: PlanErrors = {};
  const isCount = (text: string) => /^\d{1,5}$/.test(text) && Number(text) <= MAX_NUMBER;
  if (!isCount(typed.quota)) errors.quota = '计划数为0-99999的整数，请检查后重新输入！';
  if (typed.tuitionYuan !== '' && !isCount(typed.tuitionYuan))
    errors.tuitionYuan = '学费为0-99999的整数（元/年），没有写明的留空，请检查后重新输入！';
  if ([...typed.majorName].length > 100) errors.majorName = '专业名称不能超过100个字，请缩短！';
  if ([...typed.note].length > 500) errors.note = '备注不能超过500个字，请缩短！';
  const restrictions = readRestrictions(typed.restrictions);
  if (restrictions === null)
    errors.restrictions = '报考限制不是规则包所用的条件（JSON数组），没有限制的填写[]，请检查后重新输入！';
  if (Object.keys(errors).length > 0 || restrictions === null) return { typed, change: null, errors };
  const { majorName, quota, tuitionYuan, note } = typed;
  return {
    typed,
    change: {
      majorName,
      quota: Number(quota),
      tuitionYuan: tuitionYuan === '' ? null : Number(tuitionYuan),
      note,
      restrictions,
    },
    errors,
  };
}

function readRestrictions(text: string): PlanRowChange['restrictions'] | null {
  try {
    return parseConditions(JSON.parse(text));
  } catch {
    return null;
  }
}
