import fc from 'fast-check';
import { commonNumbers, commonStems, commonWords } from '../../../src/rules/identity/common-words';
import { findGuess } from '../../../src/rules/identity/guessable';

const own = ['zhangwei', '8845'];

describe('a password that is guessed first', () => {
  it.each([
    // Words, in any case and with signs for letters.
    ['Zhiyuan-2021', 'common'],
    ['P@ssw0rd-x1A', 'common'],
    ['xG@0k@0k7#Tq', 'common'],
    ['Woaini#1314', 'common'],
    ['kT5201314#wQ', 'common'],
    // Words, names, dates and numbers alone.
    ['Wang@1998', 'common'],
    ['Li@19990101', 'common'],
    ['Xiaoming!0607', 'common'],
    ['Zhangmin1998!', 'common'],
    ['Beijing@2008', 'common'],
    ['Zhongguo#1', 'common'],
    ['Hello@2024', 'common'],
    // What stood before comes again.
    ['K0607k0607k0607!#', 'common'],
    ['Abc@1234', 'common'],
    ['Aa@12345678', 'common'],
    ['Panda@2024', 'common'],
    ['Ling#Yun52', 'common'],
    // Rows of keys, of the alphabet, of digits.
    ['Asdfgh-81k', 'walk'],
    ['!QAZ2wsx', 'walk'],
    ['kT#Lkjhgfd8', 'walk'],
    ['Kefghijk-8T', 'walk'],
    ['Kt#87654329w', 'walk'],
    // The same again.
    ['Kx7%Kx7%', 'repeated'],
    ['Kk-88888x', 'repeated'],
    // What is known of the owner.
    ['Wang@8845', 'personal'],
    ['Zhangwei7k#', 'personal'],
    // Other people's are not.
    ['Wang-k@7045', null],
    ['Yellow#River7', null],
    ['Kx7#wTq9', null],
    ['Aa1-efgh', null],
    ['Aa1!efg~', null],
    ['River#8Stone', null],
    ['Qinghe!2027x', null],
  ])('%s: %s', (password, guess) => expect(findGuess(password, own)).toBe(guess));

  const capitalised = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
  const sign = fc.constantFrom('#', '@', '!', '.', '_', '-', '!!', '@#', '$');
  const year = fc.integer({ min: 1950, max: 2039 }).map(String);
  const date = fc
    .record({ year, month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 31 }) })
    .map(
      ({ year: of, month, day }) => `${of}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`,
    );
  const digits = fc.oneof(
    year,
    date,
    date.map((text) => text.slice(2)),
    fc.constantFrom(...commonNumbers, '123', '1234'),
  );
  const surname = fc.constantFrom(
    'wang',
    'li',
    'zhang',
    'liu',
    'chen',
    'yang',
    'zhao',
    'huang',
    'zhou',
    'ouyang',
  );
  const stem = fc.oneof(fc.constantFrom(...commonWords, ...commonStems), surname);

  it('is every word of the lists with a sign and a number, in whichever order', () => {
    fc.assert(
      fc.property(stem, sign, digits, fc.boolean(), (word, between, number, upper) => {
        const letters = upper ? word.toUpperCase() : capitalised(word);
        for (const whole of [
          `${letters}${between}${number}`,
          `${letters}${number}${between}`,
          `${number}${between}${letters}`,
        ])
          expect([whole, findGuess(whole, []) === null]).toEqual([whole, false]);
      }),
      { numRuns: 2000 },
    );
  });

  it('is every name of two syllables with a number', () => {
    const syllable = fc.constantFrom(
      'wei',
      'fang',
      'na',
      'xiu',
      'min',
      'jing',
      'qiang',
      'lei',
      'jun',
      'yang',
      'er',
    );
    fc.assert(
      fc.property(
        surname.filter((one) => one !== 'ouyang'),
        syllable,
        sign,
        digits,
        (one, two, between, number) => {
          expect(findGuess(`${capitalised(one)}${two}${between}${number}`, [])).not.toBeNull();
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is seldom one that a program has drawn, and never for long ones', () => {
    const signs = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
    const drawn = (length: number) =>
      fc.sample(
        fc.array(signs, { minLength: length, maxLength: length }).map((list) => list.join('')),
        { numRuns: 3000, seed: 2021 },
      );
    expect(drawn(8).filter((text) => findGuess(text, own) !== null).length).toBeLessThan(30);
    expect(drawn(12).filter((text) => findGuess(text, own) !== null)).toEqual([]);
  });

  it('is the same in either case', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (text) => {
        expect(findGuess(text.toUpperCase(), own)).toBe(findGuess(text.toLowerCase(), own));
      }),
    );
  });
});
