import type { Institution, PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { createPlanSearch, type PlanRange } from '../../../src/domain/enrolment-plan/plan-search';
import { isFilterTooLong } from '../../../src/domain/enrolment-plan/search-words';
import { sampleEntry } from './sample-entry';

const institutions: readonly Institution[] = [
  { code: '6005', name: '河南大学', city: '开封市', province: '河南省' },
  { code: '0001', name: '北京体育大学', city: '北京市', province: '北京市' },
  { code: '1200', name: '长安大学', city: '西安市', province: '陕西省' },
  { code: '5996', name: '郑州大学(软件类)', city: '郑州市', province: '河南省' },
  { code: '9999', name: '不招生学院', city: '郑州市', province: '河南省' },
];

const row = (institution: string, major: string, majorName: string, more: Partial<PlanEntry> = {}) =>
  sampleEntry(institution, major, { majorName, ...more });

const search = createPlanSearch(institutions, [
  row('6005', '09', '音乐学'),
  row('6005', '08', '计算机科学与技术(师范)'),
  row('0001', '16', '马克思主义理论', { tracks: ['1'] }),
  row('1200', '0A', '会计学', { audience: '财经' }),
  row('1200', '01', '定向班', { planType: 'directed' }),
  row('5996', '02', '软件工程'),
  row('6005', '77', '别的批次', { batch: 'two' }),
]);

const whole: PlanRange = { batch: 'one', open: null, planTypes: null };

function find(institution: string, major = '', range: PlanRange = whole): string[] {
  return search
    .find(range, { institution, major })
    .map((found) => `${found.institution.code}:${found.entries.map((entry) => entry.major).join(',')}`);
}

const ALL = ['0001:16', '1200:01,0A', '5996:02', '6005:08,09'];

describe('search in the plan', () => {
  it('lists institutions by code with their rows by code, those alone that recruit in the batch', () => {
    expect(find('')).toEqual(ALL);
    expect(find('   ')).toEqual(ALL);
    expect(find('', '', { ...whole, batch: 'nowhere' })).toEqual([]);
  });

  it.each([
    ['河南大学', '6005'],
    ['zzdx', '5996'],
    ['ＺＺＤＸ', '5996'],
    ['郑州大学（软件', '5996'],
    ['CADX', '1200'],
    ['zadx', '1200'],
    ['6005', '6005'],
    ['59', '5996'],
    ['５９９６', '5996'],
    ['开封', '6005'],
    ['陕西', '1200'],
    ['大学 西安', '1200'],
  ])('finds by name, pinyin, code and city: %s', (filter, code) => {
    expect(find(filter).map((found) => found.slice(0, 4))).toEqual([code]);
  });

  it('does not take the middle of a code for its beginning, nor repair one', () => {
    expect(find('005')).toEqual([]);
    expect(find('1')).toEqual(['1200:01,0A']);
  });

  it.each([
    ['计算机', '6005:08'],
    ['jsj', '6005:08'],
    ['YYX', '6005:09'],
    ['kjx', '1200:0A'],
    ['0a', '1200:0A'],
    ['软件 工程', '5996:02'],
    ['08', '6005:08'],
  ])('finds majors by name, pinyin and code, and shows those alone: %s', (filter, found) => {
    expect(find('', filter)).toEqual([found]);
  });

  it('needs both filters to hold', () => {
    expect(find('河南', '软件')).toEqual(['5996:02']);
    expect(find('开封', '软件')).toEqual([]);
  });

  it('narrows to 科类, audience and plan types', () => {
    const open = { track: '5', audience: '' };
    expect(find('', '', { ...whole, open })).toEqual(['1200:01', '5996:02', '6005:08,09']);
    expect(find('', '', { ...whole, open, planTypes: ['ordinary'] })).toEqual(['5996:02', '6005:08,09']);
    expect(find('', '', { ...whole, open: { track: '5', audience: '财经' } })).toEqual(['1200:0A']);
    expect(find('', '', { ...whole, open: { track: 'X', audience: '' } })).toEqual([]);
  });

  it.each(['%', "' or 1=1 --", '<script>', '\\', '.*', '[', '__proto__', '\u0000', '()', '%%%'])(
    'finds nothing for junk, and never everything: %p',
    (junk) => {
      expect(find(junk)).toEqual([]);
      expect(find('', junk)).toEqual([]);
    },
  );

  it('cuts no filter: what is over 40 characters or six words finds nothing, and is told', () => {
    expect(find(`河南大学${' '.repeat(10_000)}`)).toEqual(['6005:08,09']);
    expect(find('大'.repeat(10_000))).toEqual([]);
    expect(find('河 南 大 学 开 封')).toEqual(['6005:08,09']);
    expect(find('河 南 大 学 开 封 河')).toEqual([]);
    expect(['𠮷'.repeat(40), '𠮷'.repeat(41), 'a b c d e f g'].map(isFilterTooLong)).toEqual([
      false,
      true,
      true,
    ]);
  });
});
