import { formatCheckValue, presentAdjustment, type SavedSlot } from '../applications';
import type { FinalList } from './final-list.repository';

const MAJORS = 6;

/** What the columns of CSV and XLSX are called: a line for each 志愿 that is filled. */
export const listHeadings: readonly string[] = [
  '考生号',
  '姓名',
  '批次代码',
  '批次',
  '志愿段',
  '志愿',
  '院校代号',
  '院校名称',
  '专业组',
  ...Array.from({ length: MAJORS }, (_none, index) => [
    `专业${index + 1}代号`,
    `专业${index + 1}名称`,
    `岗位${index + 1}`,
  ]).flat(),
  '专业调剂',
  '第几次保存',
  '保存时间',
  '校验值',
];

/** The lines of one list. @throws Error where a 志愿 has more 专业 than the table has columns */
export function toListRows(list: FinalList): readonly (readonly string[])[] {
  return list.body.sections.flatMap((section) =>
    section.slots
      .filter(({ institution }) => institution !== null)
      .map((slot) => [
        list.candidateNumber,
        list.name,
        list.batch,
        list.body.batch.name,
        section.label,
        slot.label,
        slot.institution?.code ?? '',
        slot.institution?.name ?? '',
        slot.group,
        ...toMajorCells(slot),
        section.hasAdjustment ? presentAdjustment(slot.adjustment) : '',
        String(list.saveNumber),
        list.savedAt.toISOString(),
        formatCheckValue(list.hash).replaceAll(' ', ''),
      ]),
  );
}

function toMajorCells({ majors, posts }: SavedSlot): readonly string[] {
  if (majors.length > MAJORS) throw new Error(`a list has ${majors.length} majors in one slot`);
  return Array.from({ length: MAJORS }, (_none, index) => {
    const major = majors[index] ?? null;
    return [major?.code ?? '', major?.name ?? '', posts[index] ?? ''];
  }).flat();
}

/** One line of JSON for a list: everything that was saved. */
export function toJsonLine(list: FinalList): string {
  const { candidateNumber, name, batch, ordinal, saveNumber, savedAt, hash, body } = list;
  const checkValue = hash.toString('hex');
  return `${JSON.stringify({ candidateNumber, name, batch, ordinal, saveNumber, savedAt, checkValue, body })}\n`;
}
