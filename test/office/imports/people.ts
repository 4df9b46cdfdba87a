import { computeCheckCharacter } from '../../../src/rules/identity/citizen-number';

export const peopleHeading = [
  '考生号',
  '姓名',
  '证件号码',
  '民族',
  '考生类别',
  '科类',
  '县区代码',
  '县区名称',
  '学校代码',
  '学校名称',
  '班级',
  '报名序号',
];

const MAX_OF_COUNTY = 10_000;

/** So many candidates that differ, lines of a list. */
export function listPeople(count: number): string[][] {
  return Array.from({ length: count }, (_none, index) => {
    const county = String(1000 + Math.floor(index / MAX_OF_COUNTY));
    const sequence = String(index % MAX_OF_COUNTY).padStart(4, '0');
    const day = String(1 + (Math.floor(index / 1000) % 28)).padStart(2, '0');
    const month = String(1 + (Math.floor(index / 28_000) % 12)).padStart(2, '0');
    const year = 2003 + Math.floor(index / 336_000);
    const digits = `411301${year}${month}${day}${String(index % 1000).padStart(3, '0')}`;
    return [
      `2141${county}15${sequence}`,
      '李新',
      digits + computeCheckCharacter(digits),
      '汉',
      '普通',
      '理科综合',
      '411301',
      '某县',
      `${county}0101`,
      '某县第一高级中学',
      '高三(1)班',
      String(index + 1),
    ];
  });
}
