import { listDemoInstitutions } from '../../../seeds/demo/institutions';
import { listPinyinInitials } from '../../../src/domain/enrolment-plan/pinyin-initials';

/** First code of each letter among the 3,755 characters that GB 2312 itself orders by pinyin. */
const firstCodes: readonly (readonly [string, number])[] = [
  ['A', 0xb0a1],
  ['B', 0xb0c5],
  ['C', 0xb2c1],
  ['D', 0xb4ee],
  ['E', 0xb6ea],
  ['F', 0xb7a2],
  ['G', 0xb8c1],
  ['H', 0xb9fe],
  ['J', 0xbbf7],
  ['K', 0xbfa6],
  ['L', 0xc0ac],
  ['M', 0xc2e8],
  ['N', 0xc4c3],
  ['O', 0xc5b6],
  ['P', 0xc5be],
  ['Q', 0xc6da],
  ['R', 0xc8bb],
  ['S', 0xc8f6],
  ['T', 0xcbfa],
  ['W', 0xcdda],
  ['X', 0xcef4],
  ['Y', 0xd1b9],
  ['Z', 0xd4d1],
];
const LAST_CODE = 0xd7f9;

function listStandardCharacters(): { character: string; letter: string }[] {
  const decoder = new TextDecoder('gb18030');
  const codes = Array.from({ length: LAST_CODE - 0xb0a1 + 1 }, (_none, index) => 0xb0a1 + index);
  return codes
    .filter((code) => (code & 0xff) >= 0xa1 && (code & 0xff) <= 0xfe)
    .map((code) => ({
      character: decoder.decode(Uint8Array.of(code >> 8, code & 0xff)),
      letter: firstCodes.findLast(([, first]) => code >= first)?.[0] ?? '',
    }));
}

describe('first letters of pinyin', () => {
  it.each([
    ['郑州大学', 'ZZDX'],
    ['重庆大学', 'CQDX'],
    ['长沙理工大学', 'CSLGDX'],
    ['长春理工大学', 'CCLGDX'],
    ['厦门大学', 'XMDX'],
    ['西藏民族大学', 'XZMZDX'],
    ['首都师范大学', 'SDSFDX'],
    ['中国传媒大学', 'ZGCMDX'],
    ['漯河医学高等专科学校', 'LHYXGDZKXX'],
    ['濮阳职业技术学院', 'PYZYJSXY'],
    ['会计学', 'KJX'],
    ['社会工作', 'SHGZ'],
    ['音乐学', 'YYX'],
    ['畜牧兽医', 'XMSY'],
    ['给排水科学与工程', 'JPSKXYGC'],
    ['计算机科学与技术(师范)', 'JSJKXYJSSF'],
    ['郑州大学（软件类）', 'ZZDXRJL'],
    ['Ｂ超ABC2号', 'BCABC2H'],
  ])('%s is %s', (name, initials) => {
    expect(listPinyinInitials(name)).toContain(initials);
  });

  it('agrees with GB 2312 on every character of its first level', () => {
    const characters = listStandardCharacters();
    expect(characters).toHaveLength(3755);
    const wrong = characters.filter(
      ({ character, letter }) => !listPinyinInitials(character).includes(letter),
    );
    // Seldom in a name, and the other reading is the usual one.
    expect(wrong.map(({ character }) => character).join('')).toBe('匙蛤咯吁轧');
  });

  it('has a letter for every character of every institution, and never more than 16 readings', () => {
    for (const { name, city } of listDemoInstitutions()) {
      const readings = listPinyinInitials(name + city);
      const characters = [...(name + city).normalize('NFKC')].filter((one) => /[\p{L}\p{N}]/u.test(one));
      expect([name, readings[0]?.length]).toEqual([name, characters.length]);
      expect(readings.length).toBeLessThanOrEqual(16);
    }
    const many = listPinyinInitials('长重长重长重长重');
    expect(many).toHaveLength(16);
    expect(many[0]).toBe('CCCCCCCC');
  });

  it('has one empty reading for what has no letters', () => {
    expect(listPinyinInitials('（）！')).toEqual(['']);
    expect(listPinyinInitials('')).toEqual(['']);
  });
});
