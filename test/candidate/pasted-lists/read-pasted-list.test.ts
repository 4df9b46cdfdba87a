import henan from '../../../seeds/reference/rule-packs/henan-2021.json';
import { placePastedList } from '../../../src/candidate/pasted-lists/place-pasted-list';
import { readPastedList } from '../../../src/candidate/pasted-lists/read-pasted-list';
import type { RulePack } from '../../../src/rules/pack/rule-pack';

const codes = {
  institution: { length: 4, alphabet: 'digits' },
  major: { length: 2, alphabet: 'alphanumeric' },
} as const;
const institutions: Record<string, string> = { 北京体育大学: '0001', '郑州大学(软件类)': '6000' };
const majors: Record<string, string> = { 葡萄牙语: '27', 德语: '31' };
const names = {
  institutionOf: (name: string) => institutions[name] ?? '',
  majorOf: (institution: string, name: string) => (institution === '' ? '' : (majors[name] ?? '')),
  isOnlyMajor: (institution: string, name: string) => institution === '6000' && name === '软件工程',
};
const read = (text: string) => readPastedList(text, codes, names);

describe('a pasted list', () => {
  it.each([
    ['blanks', '2459 09 10 11 12 13', '2459', ['09', '10', '11', '12', '13'], null],
    ['tabs and 调剂', '2459\t09\t10\t同意', '2459', ['09', '10'], 'agree'],
    ['commas of both widths', '2459,09，10、11 不服从', '2459', ['09', '10', '11'], 'refuse'],
    ['full width and small letters', '２４５９　０a', '2459', ['0A'], null],
    ['a number in front', '1 2459 09', '2459', ['09'], null],
    ['the name of the slot', '平行志愿1 2459 09', '2459', ['09'], null],
    ['codes with names', '[0001]北京体育大学 [27]葡萄牙语 [16]马克思主义理论', '0001', ['27', '16'], null],
    ['names in cells of their own', '0001\t北京体育大学\t27\t葡萄牙语', '0001', ['27'], null],
    ['names instead of codes', '北京体育大学 葡萄牙语 德语', '0001', ['27', '31'], null],
    ['labels', '院校代号：0001 专业1：27 专业调剂：同意', '0001', ['27'], 'agree'],
    ['a fee behind', '0001 27 5000元/年', '0001', ['27'], null],
  ] as const)('is read with %s', (_what, text, institution, chosen, adjustment) => {
    const [choice, ...others] = read(text).choices;
    expect(others).toEqual([]);
    expect([choice?.institution, choice?.majors, choice?.adjustment]).toEqual([
      institution,
      chosen,
      adjustment,
    ]);
  });

  it.each([
    ['with its group', '6504 104 01 02', '6504', '104', ['01', '02']],
    ['with its group behind names', '[6504]郑州经贸学院 [G01]第G01专业组 39', '6504', 'G01', ['39']],
    ['joined to its group', '6504104 01 同意', '6504', '104', ['01']],
    ['joined to a group with letters, behind a number', '12 6504g01', '6504', 'G01', []],
  ])('is read where there are 专业组, %s', (_what, text, institution, group, chosen) => {
    const grouped = { ...codes, group: { length: 3, alphabet: 'alphanumeric' } } as const;
    expect(readPastedList(text, grouped, names).choices).toMatchObject([
      { institution, group, majors: chosen, unread: [] },
    ]);
  });

  it('takes the name of the one major that a school of 专升本 has, and tells of another', () => {
    expect(read('6000 软件工程').choices[0]).toMatchObject({ institution: '6000', majors: [], unread: [] });
    expect(read('郑州大学(软件类)\t软件工程').choices[0]).toMatchObject({ institution: '6000', unread: [] });
    expect(read('6000 护理学').choices[0]?.unread).toEqual(['护理学']);
  });

  it('skips headings, notes and empty lines, and puts majors on lines of their own to their institution', () => {
    const text = '志愿\t院校代号\t专业\r\n\r\n0001 16\r\n27 31\r\n备注：以上待定\n6000\t01';
    const { choices, skipped } = read(text);
    expect(choices.map(({ institution, majors: chosen }) => [institution, ...chosen])).toEqual([
      ['0001', '16', '27', '31'],
      ['6000', '01'],
    ]);
    expect(skipped.map(({ line }) => line)).toEqual([1, 5]);
  });

  it('guesses nothing: 1 is not 0001, and a name that nobody bears is told', () => {
    expect(read('1\t16').choices).toEqual([]);
    expect(read('0001 16 哲学').choices[0]?.unread).toEqual(['哲学']);
  });

  const batch = (henan as unknown as RulePack).batches.find(({ code }) => code === 'early-other');
  if (batch === undefined) throw new Error('no batch');

  it('fills the slots from the one it was pasted into, and tells what has no room', () => {
    const lines = ['0001 16 27 31 0A 21 22', '1400 0N', '1410 0N', '1420 0N', '1435 0N', '1105 16'];
    const { choices, placed, tooMany } = placePastedList(batch, {}, read(lines.join('\n')).choices, '');
    expect(choices.first?.map(({ institution, majors: m }) => [institution, m.length])).toEqual([
      ['0001', 5],
    ]);
    expect(choices.second?.map(({ institution }) => institution)).toEqual(['1400', '1410', '1420', '1435']);
    expect(placed[0]?.majorsTooMany).toEqual(['22']);
    expect(tooMany.map(({ institution }) => institution)).toEqual(['1105']);
    const later = placePastedList(batch, choices, read('6000 01').choices, 'second-2');
    expect(later.placed[0]?.replaces?.institution).toBe('1410');
    expect(later.choices.second?.map(({ institution }) => institution)).toEqual([
      '1400',
      '6000',
      '1420',
      '1435',
    ]);
  });
});
