import { FileRefused } from '../../infrastructure/spreadsheets/reading/file-refusal';
import { presentFileRefusal } from '../../infrastructure/spreadsheets/reading/file-refusal.presenter';
import type { ListRefusal, RefusalCode } from './refusal';

type Values = Readonly<Record<string, string | number>>;

const sentences: Readonly<Record<RefusalCode, (values: Values) => string>> = {
  severalSheets: ({ names }) => `文件里有几张工作表：${names}。请指明要导入哪一张，一次导入一张`,
  wrongHeadings: presentWrongHeadings,
  noSuchRow: ({ row }) => `指定第${row}行为表头，但文件开头没有这一行，或它是空行。请改正行号`,
  fixedTwice: ({ columns }) => `“${columns}”既指定了固定值，文件里又有这一列。请只留一种`,
  fixedAgain: ({ columns }) =>
    `上次导入同样的表时，给“${columns}”指定了固定值。请重新指定，免得把去年的值用到今年`,
  wrongMapping: ({ columns }) => `指定的列名不在“${columns}”之中`,
  supplement: ({ sentence }) => `不能建立征集：${String(sentence).replace(/！$/, '')}`,
  otherYear: ({ found, year }) =>
    `文件的标题写的是${found}年，征集用的是${year}年的剩余计划。请检查是否选错了文件`,
  busy: () => '另一项导入正在进行。请等它结束后再试',
};

/** Why a file was refused, in a sentence that says what to do. */
export function presentRefusal(refused: ListRefusal): string {
  if (refused instanceof FileRefused) return presentFileRefusal(refused);
  return `${sentences[refused.code](refused.values)}！`;
}

function presentWrongHeadings({ kind, found, missing, doubled, columns }: Values): string {
  const lacks = missing === '' ? '' : `缺少“${missing}”`;
  const twice = doubled === '' ? '' : `“${doubled}”与另一列重复`;
  const faults = [lacks, twice].filter(Boolean).join('，');
  return `表头与${kind}不符：${faults}。文件里的表头是“${found}”，可以用的列是“${columns}”。请改正表头，或指定各列的对应关系`;
}
