import { createHash } from 'node:crypto';
import { listDemoInstitutions } from '../../seeds/demo/institutions';
import { listDemoPlan } from '../../seeds/demo/plan';
import type { PlanEntry } from '../../src/domain/enrolment-plan/plan-entry';
import { matrixBatches } from './eligibility-matrix';

const plan = listDemoPlan();
const institutions = listDemoInstitutions();

function hash(entries: readonly PlanEntry[]): string {
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex');
}

function listRows(batch: string, institution: string): readonly PlanEntry[] {
  return plan.filter((entry) => entry.batch === batch && entry.institution === institution);
}

function listMajorCodes(batch: string, institution: string): readonly string[] {
  return listRows(batch, institution).map(({ major }) => major);
}

function groupRows(entries: readonly PlanEntry[]): readonly (readonly PlanEntry[])[] {
  const groups = new Map<string, PlanEntry[]>();
  for (const entry of entries) {
    const key = `${entry.batch}/${entry.institution}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
}

function findRepeated(keys: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.size === seen.add(key).size);
}

describe('the institutions of the demo', () => {
  it('are at least 300, with well-formed codes that differ', () => {
    expect(institutions.length).toBeGreaterThanOrEqual(300);
    expect(findRepeated(institutions.map(({ code }) => code))).toEqual([]);
    for (const { code, name, city, province } of institutions) {
      expect(code).toMatch(/^[0-9]{4}$/);
      expect([name, city, province].every((text) => /^\p{Script=Han}/u.test(text))).toBe(true);
    }
  });

  it('all take part in the plan, and the plan names no other', () => {
    const planned = [...new Set(plan.map(({ institution }) => institution))].toSorted();
    expect(planned).toEqual(institutions.map(({ code }) => code).toSorted());
  });
});

describe('the plan of the demo', () => {
  it('has at least 8,000 rows and is the same at every generation', () => {
    expect(plan.length).toBeGreaterThanOrEqual(8000);
    expect(hash(listDemoPlan())).toBe(hash(plan));
  });

  it('has rows for every batch and each of its 科类', () => {
    const present = new Set(plan.flatMap(({ batch, tracks }) => tracks.map((track) => `${batch}/${track}`)));
    const tracksOf = (batch: string) =>
      batch.startsWith('vocational') ? ['A'] : batch === 'upgrade' ? ['B'] : ['1', '5'];
    const wanted = matrixBatches.flatMap((batch) => tracksOf(batch).map((track) => `${batch}/${track}`));
    expect([...present].toSorted()).toEqual(wanted.toSorted());
  });

  it('gives each 专业代号 once within batch, 科类, audience and 院校', () => {
    const keys = plan.flatMap(({ batch, tracks, audience, institution, major }) =>
      tracks.map((track) => [batch, track, major === '' ? audience : '', institution, major].join('/')),
    );
    expect(findRepeated(keys)).toEqual([]);
  });

  it('writes 专业代号 in two characters, with letters in places, and none for 专升本', () => {
    for (const { batch, major } of plan) {
      expect(major).toMatch(batch === 'upgrade' ? /^$/ : /^[0-9A-Z]{2}$/);
    }
    expect(plan.some(({ major }) => /^0[A-Z]$/.test(major))).toBe(true);
  });

  it('numbers the majors of a university anew in each batch', () => {
    const listNames = (batch: string) =>
      new Map(
        plan.filter((row) => row.batch === batch).map((row) => [row.institution + row.major, row.majorName]),
      );
    const special = listNames('national-special');
    const shared = [...listNames('undergraduate-1')].filter(([code]) => special.has(code));
    expect(shared.length).toBeGreaterThan(50);
    expect(shared.filter(([code, name]) => special.get(code) !== name).length).toBeGreaterThan(
      shared.length / 2,
    );
  });

  it('lets one 专业代号 name another major in the other 科类 in places', () => {
    const names = new Map<string, Set<string>>();
    for (const { batch, institution, major, majorName } of plan.filter(
      (entry) => entry.batch === 'undergraduate-2',
    )) {
      const key = `${batch}/${institution}/${major}`;
      names.set(key, (names.get(key) ?? new Set()).add(majorName));
    }
    expect([...names.values()].some(({ size }) => size > 1)).toBe(true);
  });

  it('narrows 对口 and 专升本, and only these, to an audience', () => {
    for (const { batch, audience } of plan) {
      expect(audience !== '').toBe(/^(vocational|upgrade)/.test(batch));
    }
  });

  it('has the codes the documents speak of', () => {
    const sport = listRows('early-other', '0001');
    expect(sport.find(({ major }) => major === '16')?.majorName).toBe('马克思主义理论');
    expect(sport.map(({ majorName }) => majorName)).toEqual(expect.arrayContaining(['葡萄牙语', '德语']));
    expect(sport.some(({ major }) => major === '99')).toBe(false);
    for (const code of ['5995', '5996', '6000']) {
      expect(listRows('undergraduate-1', code).length).toBeGreaterThan(0);
    }
  });

  it('keeps the 专业代号 of 2459 and 2489, one digit apart, disjoint in one batch', () => {
    const first = listMajorCodes('undergraduate-2', '2459');
    const second = new Set(listMajorCodes('undergraduate-2', '2489'));
    expect(first.length).toBeGreaterThan(9);
    expect(second.size).toBeGreaterThan(9);
    expect(first.filter((major) => second.has(major))).toEqual([]);
  });

  it('has several 类别 in one institution, quota 0, and every plan type', () => {
    expect(new Set(plan.map(({ category }) => category))).toEqual(
      new Set(['', '高收费', '护理', '民族', '中外合作办学']),
    );
    const byInstitution = groupRows(plan);
    const mixed = byInstitution.filter((rows) => new Set(rows.map(({ category }) => category)).size > 2);
    expect(mixed.length).toBeGreaterThan(0);
    expect(plan.filter(({ quota }) => quota === 0).length).toBeGreaterThan(0);
    expect(new Set(plan.map(({ planType }) => planType))).toEqual(
      new Set([
        'ordinary',
        'directed-tibet',
        'directed-medical',
        'preparatory',
        'national-special-police',
        'national-special-justice',
      ]),
    );
  });
});

describe('the restrictions of the plan', () => {
  const restrictions = plan.flatMap((entry) => entry.restrictions);

  it.each([
    ['性别', 'sex'],
    ['出生日期', 'bornOn'],
    ['民族', 'ethnicity'],
    ['少数民族', 'minority'],
    ['户籍', 'residenceCounty'],
    ['农村户籍', 'residenceRural'],
    ['应届', 'freshGraduate'],
    ['婚姻', 'married'],
    ['资格', 'lists'],
    ['单科', 'scores.英语'],
    ['总分', 'totalScore'],
    ['统考', 'artsProvincial'],
    ['统考成绩', 'artsScores.美术'],
    ['校考', 'artsSchoolExams'],
    ['体育术科', 'sportsScore'],
  ])('block by %s', (_, field) => {
    expect(restrictions.some((each) => each.field === field && each.severity === 'block')).toBe(true);
  });

  it.each([
    ['色觉', 'colourVision'],
    ['身高', 'heightCm'],
    ['视力', 'eyesight'],
    ['语种', 'foreignLanguage'],
  ])('only warn of %s', (_, field) => {
    expect(
      new Set(restrictions.filter((each) => each.field === field).map(({ severity }) => severity)),
    ).toEqual(new Set(['warn']));
  });

  it('are whole Chinese sentences without a final mark, and stand in the 备注 too', () => {
    for (const { note, restrictions: own } of plan) {
      expect(own.every(({ message }) => /^\p{Script=Han}.*[^。；，]$/u.test(message))).toBe(true);
      expect(own.length === 0 || note !== '').toBe(true);
    }
    expect(new Set(restrictions.map(({ message }) => message))).toContain('该专业只招男生');
  });

  it.each([
    ['early-military', ['2001-09-01', '2004-08-31']],
    ['early-police', ['1999-09-01', '2005-08-31']],
    ['early-justice', ['1999-09-01', '2005-08-31']],
  ])('hold the birth range in every row of %s', (batch, range) => {
    const rows = plan.filter((entry) => entry.batch === batch);
    const ranges = rows.map((row) => row.restrictions.find(({ field }) => field === 'bornOn')?.value);
    expect(new Set(ranges.map((each) => JSON.stringify(each)))).toEqual(new Set([JSON.stringify(range)]));
  });

  it('ask of 飞行技术 what the civil aviation asks', () => {
    const [row] = plan.filter(({ majorName }) => majorName === '飞行技术');
    expect(row?.restrictions.filter(({ severity }) => severity === 'block')).toEqual([
      expect.objectContaining({ field: 'sex', value: 'male' }),
      expect.objectContaining({ field: 'totalScore', operator: 'atLeast', value: 450 }),
      expect.objectContaining({ field: 'scores.英语', operator: 'atLeast', value: 90 }),
    ]);
  });
});
