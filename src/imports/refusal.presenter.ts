import type { ImportRefused, RefusalCode } from './refusal';

type Values = Readonly<Record<string, string | number>>;

const sentences: Readonly<Record<RefusalCode, (values: Values) => string>> = {
  empty: () => '文件里没有数据：表头下面至少要有一行',
  notText: () =>
    '文件不是UTF-8或GB18030编码的文本，也不是XLSX表格。请在表格软件里另存为“CSV（逗号分隔）”或“XLSX”后再试',
  oldSpreadsheet: () => '这是旧版XLS表格，或者设了打开密码。请在表格软件里去掉密码，另存为XLSX或CSV后再试',
  notSpreadsheet: () => '这个压缩文件不是XLSX表格。请上传表格文件本身，不要压缩',
  damaged: () => '表格文件已损坏或不完整，无法读取。请在表格软件里打开并另存一份后再试',
  tooLarge: ({ megabytes }) => `表格展开后超过${megabytes}兆字节。请另存为CSV后再试，CSV不限行数`,
  noSuchSheet: ({ name, names }) => `文件里没有名为“${name}”的工作表。现有的工作表：${names}`,
  mergedCells: ({ cells }) =>
    `表格里有合并单元格（${cells}）。请取消合并，让每个单元格各填各的内容，第一行是表头`,
  openQuote: ({ row }) => `第${row}行的引号没有配对。请检查这一行的双引号`,
  strayQuote: ({ row }) => `第${row}行的引号后面还有多余的文字。字段里的双引号要写成两个`,
  wrongHeadings: presentWrongHeadings,
  wrongMapping: ({ columns }) => `指定的列名不在“${columns}”之中`,
  busy: () => '另一项导入正在进行。请等它结束后再试',
};

/** Why a file was refused, in a sentence that says what to do. */
export function presentRefusal({ code, values }: ImportRefused): string {
  return `${sentences[code](values)}。`;
}

function presentWrongHeadings({ kind, found, missing, doubled, columns }: Values): string {
  const lacks = missing === '' ? '' : `缺少“${missing}”`;
  const twice = doubled === '' ? '' : `“${doubled}”与另一列重复`;
  const faults = [lacks, twice].filter(Boolean).join('，');
  return `表头与${kind}不符：${faults}。文件里的表头是“${found}”，可以用的列是“${columns}”。请改正表头，或者指定各列的对应关系`;
}
