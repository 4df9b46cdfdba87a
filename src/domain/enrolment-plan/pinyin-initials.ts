/** Node brings the order of CLDR with it: the same on every machine, whatever its locale. */
const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin');

/** The first character of each letter in pinyin order; no syllable begins with I, U or V. */
const firstOfLetter: readonly (readonly [letter: string, first: string])[] = [
  ['A', '阿'],
  ['B', '八'],
  ['C', '嚓'],
  ['D', '哒'],
  ['E', '妸'],
  ['F', '发'],
  ['G', '旮'],
  ['H', '哈'],
  ['J', '讥'],
  ['K', '咔'],
  ['L', '垃'],
  ['M', '妈'],
  ['N', '拏'],
  ['O', '噢'],
  ['P', '妑'],
  ['Q', '七'],
  ['R', '呥'],
  ['S', '仨'],
  ['T', '他'],
  ['W', '屲'],
  ['X', '夕'],
  ['Y', '丫'],
  ['Z', '帀'],
];

/**
 * Characters that names of schools, cities and majors read in more than one way (长沙 and 校长, 重庆 and 重点, 会计 and
 * 社会, 音乐 and 乐山): each reading is found, so nobody needs to know which one the catalogue means.
 */
const severalReadings: ReadonlyMap<string, string> = new Map(
  Object.entries({
    乐: 'LY',
    仇: 'CQ',
    会: 'HK',
    传: 'CZ',
    伺: 'CS',
    厦: 'XS',
    单: 'DS',
    卜: 'BP',
    区: 'QO',
    参: 'CS',
    咳: 'KH',
    埔: 'PB',
    尉: 'WY',
    弹: 'TD',
    曾: 'ZC',
    朝: 'CZ',
    术: 'SZ',
    校: 'XJ',
    槛: 'KJ',
    泊: 'BP',
    炮: 'PB',
    率: 'LS',
    畜: 'XC',
    盛: 'SC',
    省: 'SX',
    粘: 'ZN',
    系: 'XJ',
    给: 'JG',
    脯: 'PF',
    茄: 'QJ',
    藏: 'ZC',
    行: 'XH',
    解: 'JX',
    调: 'DT',
    辟: 'PB',
    重: 'CZ',
    长: 'CZ',
    降: 'JX',
    番: 'FP',
    万: 'WM',
    什: 'SZ',
    奇: 'QJ',
    查: 'CZ',
  }),
);

/** A name with many such characters would have too many readings; the first of each come first. */
const MAX_READINGS = 16;

const HAN = /\p{Script=Han}/u;
const LETTER_OR_DIGIT = /[A-Z0-9]/;
const known = new Map<string, string>();

function findLetter(character: string): string {
  const letter = firstOfLetter.findLast(([, first]) => collator.compare(character, first) >= 0);
  return letter?.[0] ?? '';
}

function listLetters(character: string): string {
  if (LETTER_OR_DIGIT.test(character)) return character;
  if (!HAN.test(character)) return '';
  let letters = known.get(character);
  if (letters === undefined) {
    letters = severalReadings.get(character) ?? findLetter(character);
    known.set(character, letters);
  }
  return letters;
}

/**
 * First letters of a name's pinyin, one text for each way to read it, at most 16: 郑州大学 is ZZDX, 长安大学 CADX and
 * ZADX. Latin letters and digits stand for themselves, signs are left out.
 */
export function listPinyinInitials(name: string): readonly string[] {
  let readings: readonly string[] = [''];
  for (const character of name.normalize('NFKC').toUpperCase()) {
    const letters = [...listLetters(character)];
    if (letters.length === 0) continue;
    const usable = readings.length * letters.length > MAX_READINGS ? letters.slice(0, 1) : letters;
    readings = usable.flatMap((letter) => readings.map((reading) => reading + letter));
  }
  return readings;
}
