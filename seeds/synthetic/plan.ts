import type { Institution } from '../../src/domain/enrolment-plan/plan-entry';
import type { Batch, RulePack } from '../../src/rules/pack/rule-pack';
import { createRandom, type Random } from '../demo/plan/random';

/** Headings of a synthetic 招生计划. */
export const planHeadings = [
  '批次',
  '科类',
  '院校代号',
  '院校专业组',
  '专业代号',
  '专业名称',
  '计划性质',
  '计划数',
  '学费',
  '学制',
] as const;

const FIELDS = [...'电机软土化生医药护会金法汉英数物材环车建农林食设教'];
const ENDINGS = ['工程', '科学与技术', '管理', '技术', '学', '设计', '类', '学(师范类)'];
const CITIES = [
  '郑州市',
  '洛阳市',
  '开封市',
  '新乡市',
  '北京市',
  '上海市',
  '武汉市',
  '西安市',
  '南京市',
  '成都市',
];
const KINDS = [
  '工业大学',
  '师范学院',
  '科技学院',
  '理工学院',
  '职业技术学院',
  '医学院',
  '财经学院',
  '农业大学',
];
/** Rows of one institution in one batch. */
const MAJORS = 30;
const ALPHABET = 36;

/** Batches whose rows need neither audience nor post; weighted by what a province plans in them. */
function listPlanBatches({ batches, codes }: RulePack): readonly { batch: Batch; weight: number }[] {
  const weights: Readonly<Record<string, number>> = {
    'undergraduate-1': 15,
    'undergraduate-2': 40,
    junior: 40,
  };
  const usable = batches.filter(
    ({ planAudienceFact, sections }) =>
      planAudienceFact === null &&
      sections.every(
        ({ unit }) => unit === 'school+major' || (unit === 'school+group' && codes.group !== undefined),
      ),
  );
  const weighted = usable.flatMap((batch) => {
    const weight = weights[batch.code];
    return weight === undefined ? [] : [{ batch, weight }];
  });
  return weighted.length > 0 ? weighted : usable.map((batch) => ({ batch, weight: 1 }));
}

/** Institutions enough for so many plan rows: those given, and invented ones under free codes. */
export function listSyntheticInstitutions(
  pack: RulePack,
  rows: number,
  given: readonly Institution[],
): readonly Institution[] {
  const needed = Math.min(10 ** pack.codes.institution.length - 1, Math.ceil(rows / MAJORS / 2));
  const taken = new Set(given.map(({ code }) => code));
  const invented: Institution[] = [];
  for (let number = 1; given.length + invented.length < needed; number += 1) {
    const code = String(number).padStart(pack.codes.institution.length, '0');
    if (taken.has(code)) continue;
    const at = invented.length;
    const city = CITIES[at % CITIES.length] ?? '';
    const name = `${city.replace('市', '')}第${Math.floor(at / 80) + 1}${KINDS[Math.floor(at / 10) % KINDS.length] ?? ''}`;
    invented.push({ code, name, city, province: '河南省' });
  }
  return [...given, ...invented];
}

/** So many plan rows as lines under `planHeadings`: the same for the same seed and institutions. */
export function* listSyntheticPlan(
  pack: RulePack,
  rows: number,
  institutions: readonly Institution[],
  seed: string,
): Iterable<readonly string[]> {
  const batches = listPlanBatches(pack);
  const whole = batches.reduce((sum, { weight }) => sum + weight, 0);
  let left = rows;
  for (const [index, { batch, weight }] of batches.entries()) {
    const count = index === batches.length - 1 ? left : Math.min(left, Math.round((rows * weight) / whole));
    left -= count;
    yield* listBatch(pack, batch, count, institutions, seed);
  }
}

function* listBatch(
  pack: RulePack,
  batch: Batch,
  count: number,
  institutions: readonly Institution[],
  seed: string,
): Iterable<readonly string[]> {
  const perInstitution = Math.max(MAJORS, Math.ceil(count / institutions.length));
  const writeMajor = numberMajors(pack, batch, perInstitution);
  const writeGroup = numberGroups(pack, batch);
  const tracks = listTracks(pack, batch);
  const planType = pack.planTypes.find(({ code }) => batch.sections[0]?.planTypes.includes(code) === true);
  for (let at = 0; at < count; at += 1) {
    const institution = institutions[Math.floor(at / perInstitution) % institutions.length];
    const number = at % perInstitution;
    const random = createRandom(`${seed}/plan/${batch.code}/${at}`);
    yield [
      batch.name,
      random.pick(tracks),
      institution?.code ?? '',
      writeGroup(number),
      writeMajor(number),
      `${random.pick(FIELDS)}${random.pick(FIELDS)}${random.pick(ENDINGS)}`,
      planType?.name ?? '',
      drawQuota(random),
      String(random.pick([3700, 4400, 5000, 5700, 8000, 13_000, 18_000])),
      batch.code.startsWith('junior') ? '3' : random.pick(['4', '4', '4', '4', '5']),
    ];
  }
}

/** 专业代号 of the nth major of an institution. @throws RangeError where a batch has no codes for so many */
function numberMajors({ codes }: RulePack, { name }: Batch, most: number): (number: number) => string {
  const { length, alphabet } = codes.major;
  const radix = alphabet === 'digits' ? 10 : ALPHABET;
  if (most > radix ** length)
    throw new RangeError(`${name} has no codes for ${most} majors of an institution`);
  return (number) => number.toString(radix).toUpperCase().padStart(length, '0');
}

/** 院校专业组 of the nth major, six to a group; '' where the batch has none. */
function numberGroups({ codes }: RulePack, { sections }: Batch): (number: number) => string {
  const length = codes.group?.length ?? 0;
  if (!sections.some(({ unit }) => unit === 'school+group')) return () => '';
  return (number) => String(1 + Math.floor(number / 6)).padStart(length, '0');
}

/** Most rows are small; two in a hundred are national pools without a share. */
function drawQuota(random: Random): string {
  return String(random.chance(0.02) ? 0 : 1 + Math.floor(60 * (random.integer(0, 1000) / 1000) ** 3));
}

/** 科类 that a batch's candidates may be of; several for some rows, as in published plans. */
function listTracks({ tracks }: RulePack, batch: Batch): readonly string[] {
  const names = new Map(tracks.map(({ code, name }) => [code, name]));
  const special: Readonly<Record<string, string>> = { vocational: 'A', upgrade: 'B' };
  const own = batch.candidateKinds.flatMap((kind) => names.get(special[kind] ?? '') ?? []);
  const general = tracks.filter(({ code }) => !Object.values(special).includes(code)).map(({ name }) => name);
  const open = own.length === batch.candidateKinds.length ? own : general;
  return open.length === 2 ? [...open, ...open, open.join('、')] : open;
}
