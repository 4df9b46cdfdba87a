import { formatInstant } from '../../infrastructure/format-time';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { PlanChange } from './plan-change.repository';
import type { PlanRow, PlanRowChange } from './plan-row.repository';

/** [0001]北京体育大学 [16]马克思主义理论. */
export function namePlanRow(row: Omit<PlanRow, 'id'>): string {
  const group = row.group === '' ? '' : ` 专业组${row.group}`;
  const major = row.major === '' ? '' : ` [${row.major}]${row.majorName}`;
  return `[${row.institution}]${row.institutionName}${group}${major}`;
}

const words = {
  majorName: '专业名称',
  quota: '计划数',
  tuitionYuan: '学费',
  lengthYears: '学制',
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

/** Conditions are the same in any order. */
const textOf = (value: PlanRowChange[keyof PlanRowChange]): string =>
  JSON.stringify(Array.isArray(value) ? value.map((one) => JSON.stringify(one)).toSorted() : value);

/** What changes on a row, in a sentence; '' where nothing does. Null withdraws it. */
export function describeChange(row: PlanRow, change: PlanRowChange | null): string {
  if (change === null) return '此计划已撤销，不再招生';
  const keys = Object.keys(words) as (keyof PlanRowChange)[];
  return keys
    .filter((key) => textOf(row[key]) !== textOf(change[key]))
    .map((key) => `${words[key]}由“${show(row[key])}”改为“${show(change[key])}”`)
    .join('，');
}

/** What an addition is, in a sentence: lists hold the codes of a row that was withdrawn before. */
export const describeAddition = (holders: number): string =>
  holders === 0 ? '新增此招生计划' : '此计划恢复招生';

/** A row as lists show it: names beside codes. */
export function presentPlanRow(pack: RulePack, row: PlanRow) {
  const nameOf = (all: readonly { readonly code: string; readonly name: string }[], code: string) =>
    all.find((one) => one.code === code)?.name ?? code;
  return {
    id: row.id,
    name: namePlanRow(row),
    batchName: nameOf(pack.batches, row.batch),
    school: [row.ownership, row.schoolType].filter((text) => text).join('，'),
    tracks: row.tracks.map((code) => nameOf(pack.tracks, code)).join('、'),
    audience: row.audience,
    category: row.category === '' ? '普通' : row.category,
    planType: nameOf(pack.planTypes, row.planType),
    quota: row.quota,
    tuition: row.tuitionYuan === null ? '—' : String(row.tuitionYuan),
    note: row.note,
    restrictions: row.restrictions.map(({ message }) => message).join('；'),
  };
}

/** Plan rows as a spreadsheet has them. */
export function tabulatePlanRows(rows: readonly ReturnType<typeof presentPlanRow>[]) {
  return tabulate(
    [
      ['批次', ({ batchName }) => batchName],
      ['招生计划', ({ name }) => name],
      ['院校性质和类型', ({ school }) => school],
      ['科类', ({ tracks }) => tracks],
      ['限报类别', ({ audience }) => audience],
      ['类别', ({ category }) => category],
      ['计划性质', ({ planType }) => planType],
      ['计划数', ({ quota }) => quota],
      ['学费', ({ tuition }) => tuition],
      ['备注', ({ note }) => note],
      ['报考限制', ({ restrictions }) => restrictions],
    ],
    rows,
  );
}

/** Changes as a spreadsheet has them. */
export function tabulateChanges(
  changes: readonly (ReturnType<typeof presentPlanChange> & { readonly batchName: string })[],
) {
  return tabulate(
    [
      ['时间', ({ changedAt }) => changedAt],
      ['批次', ({ batchName }) => batchName],
      ['招生计划', ({ planName }) => planName],
      ['调整', ({ changes: text }) => text],
      ['已通知', ({ told }) => told],
      ['通知', ({ finished }) => (finished ? '已完成' : '没有完成')],
    ],
    changes,
  );
}

/** One change in the list of the newest. */
export function presentPlanChange(change: PlanChange) {
  const { id, planName, batch, changes, told, finishedAt, grantsSave, withdrew } = change;
  return {
    withdrew,
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
