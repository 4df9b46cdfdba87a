import type { Fault, FaultCode } from './fault';

/** A fault as pages and the command show it. */
export interface ShownFault {
  readonly row: number;
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
  imprecise: () => '是超过15位的数字，表格软件已经改掉了末尾几位。请把这一列设为文本格式后重新填写',
  tooManyCells: () => '这一行的格数比表头多。请检查是否多了分隔符',
  repeated: (expected) => `与第${expected}行重复`,
  taken: (expected) => `已经属于考生号${expected}`,
  checkDigit: () => '校验位不对，请核对证件号码',
  contradicts: (expected) => `与${expected}不符`,
  unknownCandidate: () => '考生名册里没有这个考生号',
  otherName: (expected) => `与考生名册里的姓名“${expected}”不符`,
  unknownInstitution: () => '院校名单里没有这个院校代号',
  otherInstitutionName: (expected) => `与院校代号的名称“${expected}”不符`,
  notInBatch: (expected) => `不能用在${expected}`,
  notWanted: (expected) => `${expected}不填这一项`,
  notDescending: () => '最高、平均、最低三项要么都填并且顺序正确，要么都不填',
};

export function presentFault({ row, column, code, found, expected }: Fault): ShownFault {
  return { row, column: column === '' ? '整行' : column, found, reason: reasons[code](expected) };
}

/** 第12行“院校代号”（写的是“12A”）：应当是4位数字. */
export function sayFault(fault: Fault): string {
  const { row, column, found, reason } = presentFault(fault);
  const said = found === '' ? '' : `（写的是“${found}”）`;
  return `第${row}行“${column}”${said}：${reason}`;
}
