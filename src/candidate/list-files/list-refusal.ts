import { FileRefused } from '../../infrastructure/spreadsheets/reading/file-refusal';
import { presentFileRefusal } from '../../infrastructure/spreadsheets/reading/file-refusal.presenter';

type RefusalCode =
  | 'noHeadings'
  | 'severalSheets'
  | 'doubledColumn'
  | 'otherBatch'
  | 'noChoices'
  | 'tooManyRows';

/** A table that is no list of choices of this batch at all. */
export class ListRefused extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}

const sentences: Readonly<Record<RefusalCode, (values: ListRefused['values']) => string>> = {
  noHeadings: ({ columns }) =>
    `没有找到表头。表头要有“院校代号”一列，可以用的列是“${columns}”。请下载空白草表，照它的表头填写后再上传！`,
  severalSheets: ({ names }) =>
    `文件里有几张志愿表：${names}。请只留下要填入的一张，删除其他工作表后再上传！`,
  doubledColumn: ({ heading }) => `表头里有两列“${heading}”，不知道以哪一列为准。请删除多余的一列后再上传！`,
  otherBatch: ({ row, found, batch }) =>
    `第${row}行写的批次是“${found}”，这里填写的是“${batch}”。请选择“${batch}”的草表，或到“${found}”里上传这个文件！`,
  noChoices: () => '文件里没有填写任何志愿，没有填入。请填写后再上传！',
  tooManyRows: ({ most }) => `文件里的志愿超过${most}行，不像一份志愿草表。请检查文件是否选对！`,
};

/** Why a file was refused, in a sentence that says what to do; null for any other fault. */
export function presentListRefusal(error: unknown): string | null {
  if (error instanceof FileRefused) return presentFileRefusal(error);
  return error instanceof ListRefused ? sentences[error.code](error.values) : null;
}
