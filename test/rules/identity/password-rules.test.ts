import { findPasswordFaults, type PasswordFault } from '../../../src/rules/identity/password-rules';

const PERSONAL = ['150001', '410122200305060018', '20030506', '030506', '12345'];

describe('a new password', () => {
  it.each<[string, readonly PasswordFault[]]>([
    ['Aa1-efgh', []],
    ['Aa1-ekgwijvlonpzrsdt', []],
    ['Aa1-efg', ['tooShort']],
    ['Aa1-ekgwijvlonpzrsdtu', ['tooLong']],
    ['aa1-efgh', ['noUpperCase']],
    ['AA1-EFGH', ['noLowerCase']],
    ['Aab-efgh', ['noDigit']],
    ['Aa12ekgw', ['noSymbol']],
    // Blanks, full width and Chinese are not typed alike on every keyboard.
    [' Aa1-efgh', ['characters']],
    ['Aa1-efgh ', ['characters']],
    ['Aa1 -efgh', ['characters']],
    ['Aa1-efgh志', ['characters']],
    // The first and the last visible sign.
    ['Aa1!efg~', []],
    ['', ['tooShort', 'noUpperCase', 'noLowerCase', 'noDigit', 'noSymbol']],
  ])('%p has the faults %j', (password, faults) => {
    expect(findPasswordFaults(password, PERSONAL)).toEqual(faults);
  });

  it.each([
    'Zhiyuan-2021',
    'My-Password-1',
    'P@ssw0rd-x1A',
    'PASSW0Rd-xyz',
    'Qwerty-2021',
    'xyz-ABc123-z',
    'Admin-2021x',
    'HeNan-2021x',
    'Gaokao-2021x',
    'Aa-123456-xyz',
  ])('%p is one that everybody guesses', (password) => {
    expect(findPasswordFaults(password, [])).toEqual(['common']);
  });

  it.each([
    ['Aa-150001-x', ['personal']],
    ['Aa-030506-xyz', ['personal']],
    ['Aa-20030506-x', ['personal']],
    // What is shorter than six signs is in too many passwords by chance.
    ['Aa-12345-xyz', []],
    ['Aa-150002-x', []],
    // Any six in a row of a number.
    ['Kt-222003-x', ['personal']],
    ['Kt-222073-x', []],
  ])('%p, of somebody with these numbers, has the faults %j', (password, faults) => {
    expect(findPasswordFaults(password, PERSONAL)).toEqual(faults);
  });

  it.each([
    // Guessed and held: said once.
    ['Zhangwei#7K', 'zhangwei', ['personal']],
    // A name of two letters with a date; one with a digit is no name.
    ['Qx#19980607v', 'qx', ['personal']],
    ['Qxz#19980607', 'qxz', ['personal']],
    ['Qxz#19980607', 'wu', []],
    ['7Ab#19980607', '7ab', []],
    ['Ab7#19980607', 'ab7', []],
  ])('%p, of somebody who is called %p, has the faults %j', (password, name, faults) => {
    expect(findPasswordFaults(password, [name])).toEqual(faults);
  });

  it('holds letters of a number in either case', () => {
    expect(findPasswordFaults('Aa-h7653021-', ['H7653021'])).toEqual(['personal']);
    expect(findPasswordFaults('Aa-H7653021-', ['h7653021'])).toEqual(['personal']);
  });

  it('holds no name in pinyin, however short, and no end of a number beside a word', () => {
    expect(findPasswordFaults('Kt7#lina-9w', ['lina'])).toEqual(['personal']);
    expect(findPasswordFaults('Kt7#lin-a9w', ['lina'])).toEqual([]);
    expect(findPasswordFaults('Wang@8845', ['15900008845'])).toEqual(['personal']);
    expect(findPasswordFaults('Wang@8845', ['15900008846'])).toEqual([]);
    expect(findPasswordFaults('Kt7#Zhangwei', ['zhangwei'])).toEqual(['personal']);
  });

  it('names each fault once, and wastes no time on what is too long', () => {
    expect(findPasswordFaults('Asdfgh-81k', [])).toEqual(['walk']);
    expect(findPasswordFaults('Kx7%Kx7%', [])).toEqual(['repeated']);
    expect(findPasswordFaults('a'.repeat(100_000), [])).toEqual([
      'tooLong',
      'noUpperCase',
      'noDigit',
      'noSymbol',
    ]);
  });
});
