import type { FileRefusalCode, FileRefused } from './file-refusal';

type Values = Readonly<Record<string, string | number>>;

const SAVE_AS = '请在表格软件里打开，另存为XLSX或CSV后再试';

const sentences: Readonly<Record<FileRefusalCode, (values: Values) => string>> = {
  empty: () => '文件里没有数据：表头下面至少要有一行',
  notText: () =>
    '文件不是UTF-8或GB18030编码的文本，也不是XLSX表格。请在表格软件里另存为“CSV（逗号分隔）”或“XLSX”后再试',
  oldSpreadsheet: () => `这是旧版表格（XLS或ET）。${SAVE_AS}`,
  oldDocument: () => `这是旧版Office文档，不是XLSX表格。${SAVE_AS}`,
  password: () => '文件设了打开密码。请在表格软件里去掉密码，另存为XLSX后再试',
  webPage: () => `这是网页格式的文件，只是看起来像表格。${SAVE_AS}`,
  xmlSpreadsheet: () => `这是“XML表格2003”格式的文件。${SAVE_AS}`,
  openDocument: () => `这是ODS表格。${SAVE_AS}`,
  binarySpreadsheet: () => `这是XLSB表格。${SAVE_AS}`,
  macros: () => `这是带有宏的表格（XLSM）。${SAVE_AS}`,
  textDocument: () => '这是Word文档。请把其中的表格复制到表格软件里，另存为XLSX后再试',
  pdf: () => '这是PDF。请用它的原表格，另存为XLSX或CSV后再试',
  packed: () => '这是压缩文件。请先解压，再上传里面的表格',
  picture: () => '这是图片。请用它的原表格，另存为XLSX或CSV后再试',
  notSpreadsheet: () => '这个压缩文件不是XLSX表格。请上传表格文件本身，不要压缩',
  damaged: () => '表格文件已损坏或不完整，无法读取。请在表格软件里打开并另存一份后再试',
  tooLarge: ({ megabytes }) =>
    `表格展开后超过${megabytes}兆字节。请删掉没有内容的行、列和其他工作表，或另存为CSV后再试`,
  tooSlow: () => '文件读得太久，已停止。请删掉没有数据的行、列和其他工作表，另存为CSV后再试',
  tooManyColumns: ({ row, column, most }) =>
    `第${row}行${column === undefined ? '' : `写到了${column}列，`}超过${most}列。请删掉多余的列；如果列数不对，请检查分隔符`,
  tooManyRows: ({ most }) => `工作表超过${most}行。请拆成几个文件，或另存为CSV后再试`,
  tooManyMerges: () => '合并单元格太多。请取消合并，让每个单元格各填各的内容',
  longLine: ({ row }) => `第${row}行太长，不像名单里的一行。请检查文件是否选对，换行是否完整`,
  longCell: ({ row, column, most }) =>
    `第${row}行${column}列超过${most}个字。请检查这一格，或前面的双引号是否配对`,
  noSuchSheet: ({ name, names }) => `文件里没有名为“${name}”的工作表。现有的工作表：${names}`,
  hiddenRow: ({ row }) =>
    `第${row}行是隐藏的（或被筛选掉了），里面有内容。请取消隐藏和筛选；如果不要这些行，请删除后再试`,
  hiddenColumn: ({ column }) => `${column}列是隐藏的，里面有内容。请取消隐藏；如果不要这一列，请删除后再试`,
  openQuote: ({ row }) => `第${row}行的引号没有配对。请检查这一行的双引号`,
  strayQuote: ({ row }) => `第${row}行的引号后面还有多余的文字。字段里的双引号要写成两个`,
};

/** Why a file could not be read, in a sentence that says what to do. */
export function presentFileRefusal({ code, values }: FileRefused): string {
  return `${sentences[code](values)}！`;
}
