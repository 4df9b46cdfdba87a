import type { FaultCode, ListedFault } from './fault';

/** A fault as pages and the command show it. */
export interface ShownFault {
  /** The first rows that have it. */
  readonly rows: string;
  readonly count: number;
  readonly column: string;
  readonly found: string;
  readonly reason: string;
}

const reasons: Readonly<Record<FaultCode, (expected: string) => string>> = {
  missing: () => '没有填写',
  malformed: (expected) => `应当是${expected}`,
  notOneOf: (expected) => (expected === '' ? '没有这一项' : `应当是下列之一：${expected}`),
  lostZeros: (expected) =>
    `应当是${expected}，可能丢了前面的零，补齐后也不在院校名单里。请把这一列设为文本格式后重新填写`,
  formula: () => '是公式。请复制后选择性粘贴为数值',
  errorValue: () => '是错误值，不是数据',
  imprecise: () => '是超过15位的数字，表格软件已改掉了末尾几位。请把这一列设为文本格式后重新填写',
  scientific: () =>
    '表格软件已把它改成了科学计数法，后面几位丢了。请把这一列设为文本格式，从原来的名单重新填写',
  badDate: () => '设成了日期格式，却不是一个日期。请把这一格设为常规或文本格式后重新填写',
  dateInstead: () => '是日期，而这一列不是日期，可能是表格软件改的。请把这一列设为文本格式后重新填写',
  unknownFormat: () => '数字格式无法识别。请把这一格设为常规格式',
  shownRounded: () => '显示出来的数和存着的数不同。请把这一格设为常规格式，核对后重新填写',
  merged: () => '是合并单元格的一部分。请取消合并，让每个单元格各填各的内容',
  unsplit: () => '应当是代号后面跟着名称，例如“A001清华大学”',
  totalRow: () => '这是合计行，不是一条数据。请删除这一行',
  unheaded: () => '这一列没有表头。请补上表头，或指定这一列是什么',
  tooManyCells: () => '这一行的格数比表头多。请检查是否多了分隔符',
  repeated: (expected) => `与第${expected}行重复`,
  taken: (expected) => `已属于考生号${expected}`,
  otherAccount: (expected) => `已是另一账号（${expected}）的登录名，角色或范围不同，请换一个登录名`,
  checkDigit: () => '校验位不对，请核对证件号码',
  contradicts: (expected) => `与${expected}不符`,
  rareCharacter: (expected) => `有常用字库没有的字${expected}，打印时用备用字体，请核对是否录错`,
  undrawnCharacter: (expected) =>
    `有系统字库都没有的字${expected}，打印时印成编码，须用笔填写；请核对是否录错，或请管理员加装字库`,
  untold: (expected) => `没有填写，而${expected}里看不出来。请加上这一列`,
  unknownCandidate: () => '考生名册里没有这个考生号',
  otherName: (expected) => `与考生名册里的姓名“${expected}”不符`,
  unknownCity: (expected) => `没有代码为${expected}的市。请在这份名单里加上这个市，或改正代码`,
  unknownInstitution: () => '院校名单里没有这个院校代号',
  otherInstitutionName: (expected) => `与院校代号的名称“${expected}”不符`,
  notInBatch: (expected) => `不能用在${expected}`,
  notWanted: (expected) => `${expected}不填这一项`,
  otherSpelling: (expected) =>
    `同一年度、批次、院校已有科类写作“${expected}”的一条，不能再有一条。请先删掉或改正原来的那条`,
  notDescending: () => '最高、平均、最低三项的顺序不对',
  allOrAny: () =>
    '没有写明是几科都要选考，还是选考其中一科。请改写成“化学和生物学”（都要选考）或“化学或生物学”（选考其中一科）',
  otherFirstSubject: (expected) =>
    `要求的首选科目与这一行的科类（${expected}）不符。两个科类都招的专业应当分成两行，请改正科类或选科要求`,
  unknownRequirementCode: (expected) =>
    `规则包里没有写明选科要求代码“${expected}”是什么。请核对后写进规则包的listCodes.requirements，或在这份名单里加上“选科要求”一列的文字`,
  unknownListCode: (expected) =>
    `规则包里没有写明这个代码代表什么。请改成下列名称之一：${expected}；或把代码写进规则包的listCodes`,
  otherProvince: (expected) =>
    `不是${expected}的计划。请删除外省的行；如果这一列是院校所在地，请在指定各列时把它设为不用`,
  otherInGroup: (expected) => `与同一专业组的第${expected}不同。同一专业组的各行应当相同，请改正其中一行`,
  otherInInstitution: (expected) => `与同一院校的第${expected}不同。同一院校的各行应当相同，请改正其中一行`,
  groupSum: (expected) => `专业组计划数与这个专业组各专业计划数之和（${expected}）不等，请核对`,
  notCumulative: (expected) =>
    `累计人数比上一个分数的累计人数（${expected}）还少。如果这一列不是累计，请在指定各列时把它设为“本段人数”`,
  otherSum: (expected) => `与上一个分数的累计人数加上本段人数（${expected}）不等，请核对`,
  overlaps: (expected) => `这一段与分数${expected}重叠，请核对`,
  otherBatch: (expected) => `不是${expected}的剩余计划。请删除其他批次的行`,
  noLine: (expected) =>
    `没有填写这个科类的征集线（填了的是：${expected}）。请删除这一行，或填写它的征集线后重新上传`,
  notInBase: (expected) =>
    `${expected}的招生计划里没有这一条（院校、专业组、专业代号和科类都要相同）。请核对代号是不是今年的；追加的计划请先在“招生计划”里增加`,
  moreThanPlanned: (expected) => `剩余数比原来的计划数（${expected}）还多，请核对`,
  requirementUnsaid: () => '这个专业组没有写明选科要求，将按不限处理，请核对',
};

/** A fault of one row or of many, in words. */
export function presentFault({
  row,
  column,
  letter,
  code,
  found,
  expected,
  count,
  rows,
}: ListedFault): ShownFault {
  const where = column === '' ? '' : `“${column}”`;
  return {
    rows: count === 1 ? String(row) : sayRows(rows, count),
    count,
    column: letter === '' ? column || '整行' : `${letter}列${where}`,
    found,
    reason: reasons[code](expected),
  };
}

/** The most ranges of rows that a sentence names. */
const MAX_RANGES = 8;

/** 2–1001、1003等. */
function sayRows(rows: ListedFault['rows'], count: number): string {
  const told = rows.slice(0, MAX_RANGES);
  const ranges = told.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join('、');
  const named = told.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return `${ranges}${named < count ? '等' : ''}`;
}

/** 第12行C列“院校代号”（写的是“12A”）：应当是4位数字; of many rows 第2–16715行（共16714行）…. */
export function sayFault(fault: ListedFault): string {
  const { rows, column, found, reason } = presentFault(fault);
  const said = found === '' ? '' : `（写的是“${found}”）`;
  const named = fault.letter === '' ? `“${column}”` : column;
  const many = fault.count === 1 ? '' : `（共${fault.count}行）`;
  return `第${rows}行${many}${named}${said}：${reason}`;
}

/** 计划数“-1”应当是0到99999的整数，请检查后重新输入！ The fault of a cell that was typed into a form. */
export function sayFaultOfCell({ column, code, found, expected }: ListedFault): string {
  const said = found === '' ? '' : `“${found}”`;
  return `${column}${said}${reasons[code](expected)}，请检查后重新输入！`;
}
