import type { DemoInstitution } from '../institutions';
import type { Random } from './random';

const fiveYearMajors =
  /^(临床医学|口腔医学|中医学|预防医学|麻醉学|医学影像学|针灸推拿学|中西医临床医学|建筑学|城乡规划|动物医学)/;

/** 修业年限 of a 本科 major. */
export function findLengthYears(majorName: string): number {
  return fiveYearMajors.test(majorName) ? 5 : 4;
}

/** Yuan a year, at the level usual for the institution's suffix. */
export function drawTuition(institution: DemoInstitution, random: Random): number {
  if (/民办|独立学院/.test(institution.name)) {
    return random.pick([12600, 14000, 15600, 16800, 18900]);
  }
  if (/中外|香港|纽约|肯恩|利物浦|西亚斯|迈阿密/.test(institution.name)) {
    return random.pick([18000, 23000, 33000, 45000]);
  }
  return random.pick([3700, 4400, 5000, 5500, 5700, 6300]);
}
