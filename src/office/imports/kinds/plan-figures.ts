import { decimal, tidyNumber, wholeNumber } from '../values/plain-values';
import { ValueFault } from '../values/value-fault';

const FREE_OF_CHARGE = ['免费', '免学费', '免缴', '免收', '免收学费'];
const UNDECIDED = ['待定', '待批', '待公布', '以批复为准', '以批准为准'];
/** `5000元/生·年`, `¥6,300`, `12000.00元/学年`: yuan for a year. */
const YEARLY =
  /^¥?([\d,.]+)元?(?:(?:\/|每)(?:(?:生|人|学生)?[·•・./]?(?:年|学年)|(?:年|学年)[·•・./]?(?:生|人)))?$/;
const MAX_TUITION = 999_999;
const MAX_QUOTA = 99_999;

const readYuan = wholeNumber(0, MAX_TUITION);
const readPeople = wholeNumber(0, MAX_QUOTA);
const readYears = decimal(0.5, 12, 1);

/** Whether 学费 is said to be told later. */
export function isUndecided(found: string): boolean {
  return UNDECIDED.includes(found);
}

/** 学费 in yuan for a year, with or without its unit. */
export function readTuition(found: string): number | ValueFault {
  if (FREE_OF_CHARGE.includes(found)) return 0;
  const text = found.normalize('NFKC').replace(/\s/g, '');
  const yuan = YEARLY.exec(text)?.[1];
  const value = yuan === undefined ? null : readYuan(yuan);
  return value === null || value instanceof ValueFault
    ? new ValueFault('malformed', `每年的学费，0到${MAX_TUITION}的整数（元），或“免费”“待定”`)
    : value;
}

/** 计划数, with or without 人 behind it. */
export function readQuota(found: string): number | ValueFault {
  return readPeople(tidyNumber(found).replace(/[人名]$/, ''));
}

const CHINESE_YEARS: Readonly<Record<string, string>> = {
  二: '2',
  两: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
};

/** 学制 in years: 四年, 4, 四年制, 4.0. */
export function readLength(found: string): number | ValueFault {
  const years = tidyNumber(found).replace(/年?制?$/, '');
  return readYears(CHINESE_YEARS[years] ?? years);
}
