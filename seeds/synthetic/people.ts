import type { Sex } from '../../src/domain/candidates/candidate';
import { listListNames } from '../../src/office/imports/kinds/plan-requirements';
import { computeCheckCharacter } from '../../src/rules/identity/citizen-number';
import type { RulePack } from '../../src/rules/pack/rule-pack';
import { createRandom, type Random } from '../demo/plan/random';
import { type CandidateKind, drawExaminations, drawKind, listKinds } from './examinations';
import { drawEthnicity, drawName } from './names';
import { findSchool, HIGH_SCHOOLS, type SyntheticCounty, syntheticCounties } from './places';

/** Headings of a synthetic 考生名册, scores included. */
export const peopleHeadings = [
  '考生号',
  '姓名',
  '证件号码',
  '性别',
  '民族',
  '考生类别',
  '科类',
  '县区代码',
  '县区名称',
  '学校代码',
  '学校名称',
  '班级',
  '报名序号',
  '手机号',
  '应往届',
  '户籍县区代码',
  '户籍县区名称',
  '户籍类别',
  '婚姻状况',
  '外语语种',
  '身高',
  '裸眼视力',
  '色觉',
  '上年未履约',
  '对口专业类别',
  '报考专业',
  '总分',
  '位次',
  '语文',
  '数学',
  '英语',
  '综合',
  '统考合格类别',
  '美术统考',
  '音乐统考',
  '体育专业',
  '资格名单',
] as const;

export interface PeopleOptions {
  readonly pack: RulePack;
  readonly seed: string;
  /** Numbers of phones are given in a demo alone: elsewhere they might be somebody's. */
  readonly phones: boolean;
}

/** Days of birth: two school years before the September of one's nineteenth year. */
const DAYS = 730;
const STRIDE = 389;
const CLASS_SIZE = 52;
const DAY_MS = 24 * 3600 * 1000;
const SEQUENCES = 10_000;

/**
 * The nth candidate of a province, as a line under `peopleHeadings`: the same for the same seed on every machine.
 * Numbers, 证件号码 and phones never come twice.
 */
export function createPeople({ pack, seed, phones }: PeopleOptions): (index: number) => readonly string[] {
  const kinds = listKinds(pack);
  const lists = listListNames(pack);
  return (index) => {
    const random = createRandom(`${seed}/person/${index}`);
    const county = syntheticCounties[index % syntheticCounties.length];
    if (county === undefined) throw new RangeError('there are no counties');
    const inCounty = Math.floor(index / syntheticCounties.length);
    const kind = drawKind(kinds, random);
    const sex = random.chance(0.51) ? 'male' : 'female';
    const { code: school, name: schoolName } = findSchool(county, pickSchool(kind, random));
    return [
      numberOf(pack.year, county, kind.trackDigit, inCounty),
      drawName(random, sex),
      identityNumberOf(pack.year, county, sex, inCounty),
      sex === 'male' ? '男' : '女',
      drawEthnicity(random),
      kind.name,
      kind.trackName,
      county.code,
      county.name,
      school,
      schoolName,
      `高三(${1 + (Math.floor(inCounty / CLASS_SIZE) % 30)})班`,
      String(inCounty + 1).padStart(6, '0'),
      phones && random.chance(0.7) ? phoneOf(index) : '',
      ...drawCircumstances(random, county, sex),
      ...drawExaminations(kind, random),
      // One in eight is on a list.
      lists.length > 0 && random.chance(1 / 8) ? random.pick(lists) : '',
    ];
  };
}

/** 应往届, 户籍, 婚姻, 语种, 身高, 视力, 色觉, 上年未履约. */
function drawCircumstances(random: Random, county: SyntheticCounty, sex: Sex): readonly string[] {
  const either = (share: number, one: string, other: string) => (random.chance(share) ? one : other);
  return [
    either(0.83, '应届', '往届'),
    county.code,
    county.name,
    either(0.62, '农村', '城镇'),
    '未婚',
    either(0.985, '英语', '日语'),
    String(sex === 'male' ? random.integer(160, 188) : random.integer(150, 175)),
    String(random.integer(40, 52) / 10),
    either(0.95, '正常', random.pick(['色弱', '色盲'])),
    either(0.004, '是', '否'),
  ];
}

function pickSchool({ code }: CandidateKind, random: Random): number {
  if (code === 'vocational') return HIGH_SCHOOLS;
  return code === 'upgrade' ? HIGH_SCHOOLS + 1 : random.integer(0, HIGH_SCHOOLS - 1);
}

/** 考生号 (domain §3): the kind's digit goes on where a county has more than ten thousand of a 科类. */
function numberOf(
  year: number,
  { code, office }: SyntheticCounty,
  trackDigit: string,
  inCounty: number,
): string {
  const kind = 1 + Math.floor(inCounty / SEQUENCES);
  if (kind > 9) throw new RangeError('a county has room for 90,000 candidates');
  const sequence = String(inCounty % SEQUENCES).padStart(4, '0');
  return `${String(year % 100).padStart(2, '0')}${code.slice(0, 2)}${office}${kind}${trackDigit}${sequence}`;
}

function identityNumberOf(year: number, { code }: SyntheticCounty, sex: Sex, inCounty: number): string {
  const from = Date.UTC(year - 19, 8, 1);
  const born = new Date(from + ((inCounty * STRIDE) % DAYS) * DAY_MS).toISOString().slice(0, 10);
  const sequence = Math.floor(inCounty / DAYS) * 2 + (sex === 'male' ? 1 : 0);
  const digits = code + born.replaceAll('-', '') + String(sequence).padStart(3, '0');
  return digits + computeCheckCharacter(digits);
}

/** A permutation of all numbers of nine digits. */
function phoneOf(index: number): string {
  return `17${String((index * 7_654_321 + 123_456_789) % 1_000_000_000).padStart(9, '0')}`;
}
