import type { Knex } from 'knex';
import { insertInstitutions, insertPlanEntries } from '../src/domain/enrolment-plan/plan.repository';
import type { Institution, PlanEntry } from '../src/domain/enrolment-plan/plan-entry';

/** A batch with 计划查询, and the audience of the rows that are added. */
export const LARGE_PLAN = { batch: 'vocational-undergraduate', track: 'A', audience: '计算机' } as const;

const INSTITUTIONS = 2000;
const MAJORS = 30;

const cities = [
  ...'郑开洛平安鹤新焦濮许漯三南商信周驻济武长合济西太石沈哈京沪津渝蓉杭宁福昌桂海贵昆拉兰银乌呼',
];
const kinds = [
  '工业大学',
  '师范学院',
  '理工学院',
  '农业大学',
  '科技职业学院',
  '财经学院',
  '医学院',
  '工程学院',
];
const subjects = [...'机电软网信动汽建化农食药护会金旅音美体法'];
const fields = ['工程', '技术', '科学与工程', '设计', '管理', '应用技术', '教育'];

/** The demo's plan with 60,000 rows more, all of one scope: the most that one query may have to look through. */
export async function addLargePlan(knex: Knex, year: number): Promise<void> {
  const taken = new Set<string>(await knex('institutions').where({ year }).pluck('code'));
  const institutions = Array.from({ length: 10_000 }, (_none, number) => String(number).padStart(4, '0'))
    .filter((code) => !taken.has(code))
    .slice(0, INSTITUTIONS)
    .map((code, at): Institution => {
      const city = pick(cities, at);
      const name = `${city}${pick(cities, at * 7 + 3)}${pick(kinds, at)}`;
      return { code, name, city: `${city}市`, province: '河南省' };
    });
  await insertInstitutions(knex, year, institutions);
  await insertPlanEntries(knex, year, institutions.flatMap(listEntries));
}

function listEntries({ code }: Institution, at: number): PlanEntry[] {
  return Array.from({ length: MAJORS }, (_none, number) => ({
    batch: LARGE_PLAN.batch,
    tracks: [LARGE_PLAN.track],
    audience: LARGE_PLAN.audience,
    institution: code,
    group: '',
    major: String(number).padStart(2, '0'),
    majorName: `${pick(subjects, at + number)}${pick(subjects, at * 3 + number * 7)}${pick(fields, at + number)}`,
    post: '',
    category: '',
    planType: 'ordinary',
    quota: 1 + ((at + number) % 60),
    tuitionYuan: 4400,
    lengthYears: 4,
    note: '',
    restrictions: [],
  }));
}

function pick<T>(values: readonly T[], at: number): T {
  const value = values[at % values.length];
  if (value === undefined) throw new Error('there is nothing to pick from');
  return value;
}

/**
 * Addresses of so many different queries, no two alike up to 4,275: first letters of pinyin, one of an institution and
 * two of a major. Most of them find more than a page.
 */
export function listPlanQueries(count: number, from = 0): readonly string[] {
  const schools = [...'bcdfghjklmnpqstwxyz'];
  const majors = [...'jdrwxqhnsylmtfk'];
  const audience = encodeURIComponent(LARGE_PLAN.audience);
  const path = `/plan-search/${LARGE_PLAN.batch}/${LARGE_PLAN.track}/${audience}/parallel-1-institution`;
  return Array.from({ length: count }, (_none, index) => {
    const at = from + index;
    const major = `${pick(majors, Math.floor(at / 19))}${pick(majors, Math.floor(at / 285))}`;
    return `${path}?institution=${pick(schools, at)}&major=${major}`;
  });
}
