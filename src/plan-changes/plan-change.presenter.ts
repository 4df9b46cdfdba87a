import { formatInstant } from '../format-time';
import type { PlanChange } from './plan-change.repository';
import type { PlanRow, PlanRowChange } from './plan-row.repository';

/** [0001]北京体育大学 [16]马克思主义理论. */
export function namePlanRow(row: PlanRow): string {
  const group = row.group === '' ? '' : ` 专业组${row.group}`;
  const major = row.major === '' ? '' : ` [${row.major}]${row.majorName}`;
  return `[${row.institution}]${row.institutionName}${group}${major}`;
}

const words = {
  majorName: '专业名称',
  quota: '计划数',
  tuitionYuan: '学费',
  note: '备注',
  restrictions: '报考限制',
} as const satisfies Readonly<Record<keyof PlanRowChange, string>>;

const show = (value: unknown): string => {
  if (value === null || value === '') return '（空）';
  if (Array.isArray(value))
    return value.length === 0
      ? '（无）'
      : value.map(({ message }: { message: string }) => message).join('；');
  return String(value);
};

/** What changes on a row, in a sentence; '' where nothing does. Null withdraws it. */
export function describeChange(row: PlanRow, change: PlanRowChange | null): string {
  if (change === null) return '此计划已撤销，不再招生';
  const keys = Object.keys(words) as (keyof PlanRowChange)[];
  return keys
    .filter((key) => JSON.stringify(row[key]) !== JSON.stringify(change[key]))
    .map((key) => `${words[key]}由“${show(row[key])}”改为“${show(change[key])}”`)
    .join('，');
}

/** One change in the list of the newest. */
export function presentPlanChange(change: PlanChange) {
  const { id, planName, batch, changes, told, finishedAt, grantsSave } = change;
  return {
    id,
    planName,
    batch,
    changes,
    told,
    finished: finishedAt !== null,
    grantsSave,
    changedAt: formatInstant(change.changedAt),
  };
}
