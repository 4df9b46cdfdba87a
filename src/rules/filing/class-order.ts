const DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100 };
const CHINESE_NUMBER = /[〇零一二三四五六七八九十百]+/g;
/** The grade before the class: 高三十班 is class 10 of 高三. */
const GRADE = /([高初])([一二三])/g;

const collator = new Intl.Collator('zh-Hans-CN', { numeric: true });

/**
 * The order of classes as a school counts them: 1班, 2班, 10班, in digits of either width or in Chinese numbers.
 * Names that count alike keep a steady order.
 */
export function compareClasses(one: string, other: string): number {
  return collator.compare(countable(one), countable(other)) || (one < other ? -1 : one > other ? 1 : 0);
}

/** By school, then by class. */
export function compareSchoolClasses(one: SchoolClass, other: SchoolClass): number {
  if (one.schoolCode !== other.schoolCode) return one.schoolCode < other.schoolCode ? -1 : 1;
  return compareClasses(one.className, other.className);
}

interface SchoolClass {
  readonly schoolCode: string;
  readonly className: string;
}

function countable(name: string): string {
  return name
    .normalize('NFKC')
    .replace(GRADE, (_all, school: string, grade: string) => `${school}${DIGITS[grade] ?? 0} `)
    .replace(CHINESE_NUMBER, (text) => String(toNumber(text)))
    .replace(/[\s()[\]【】〔〕-]+/g, ' ');
}

/** 十二 is 12, 一百零三 is 103, 一〇三 is 103. */
function toNumber(text: string): number {
  if (!/[十百]/.test(text)) return [...text].reduce((sum, digit) => sum * 10 + (DIGITS[digit] ?? 0), 0);
  let sum = 0;
  let digit: number | null = null;
  for (const sign of text) {
    const unit = UNITS[sign] ?? 0;
    if (unit > 0) {
      sum += (digit ?? 1) * unit;
      digit = null;
    } else digit = DIGITS[sign] ?? 0;
  }
  return sum + (digit ?? 0);
}
