import { formatCheckValue, type SavedSlot } from '../../domain/choice-lists/canonical-body';
import { presentAdjustment } from '../../domain/choice-lists/saved.presenter';
import { formatDay, formatTimeOfDay } from '../../infrastructure/format-time';
import type { FinalList } from './final-list.repository';

const MAJORS = 6;

/** What the columns of CSV and XLSX are called: a line for each 志愿 that is filled. */
export const listHeadings: readonly string[] = [
  '考生号',
  '姓名',
  '科类代码',
  '科类',
  '县区代码',
  '县区',
  '学校代码',
  '学校',
  '班级',
  '批次代码',
  '批次',
  '志愿栏',
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
  '已同意的承诺书',
];

/** The lines of one list; times are Beijing time. @throws Error where a 志愿 has more 专业 than the table has columns */
export function toListRows(
  list: FinalList,
  trackNames: ReadonlyMap<string, string>,
): readonly (readonly string[])[] {
  return list.body.sections.flatMap((section) =>
    section.slots
      .filter(({ institution }) => institution !== null)
      .map((slot) => [
        list.candidateNumber,
        list.name,
        list.track,
        trackNames.get(list.track) ?? list.track,
        list.countyCode,
        list.countyName,
        list.schoolCode,
        list.schoolName,
        list.className,
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
        `${formatDay(list.savedAt)} ${formatTimeOfDay(list.savedAt)}`,
        formatCheckValue(list.hash).replaceAll(' ', ''),
        (list.body.undertakings ?? []).map(({ title }) => title).join('、'),
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

const HOURS_8 = 8 * 3_600_000;

/** An instant in Beijing time with its offset: 2021-06-28T17:59:59.123+08:00. */
export function formatOffset(at: Date): string {
  return `${new Date(at.getTime() + HOURS_8).toISOString().slice(0, -1)}+08:00`;
}

/** One line of JSON for a list: everything that was saved. */
export function toJsonLine(list: FinalList): string {
  const { candidateNumber, name, track, countyCode, countyName, schoolCode, schoolName, className } = list;
  const { batch, ordinal, saveNumber, hash, body } = list;
  const savedAt = formatOffset(list.savedAt);
  const checkValue = hash.toString('hex');
  return `${JSON.stringify({ candidateNumber, name, track, countyCode, countyName, schoolCode, schoolName, className, batch, ordinal, saveNumber, savedAt, checkValue, body })}\n`;
}
