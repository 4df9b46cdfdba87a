import { isBirthDate } from '../../../src/rules/identity/birth-date';
import { isCandidateNumber } from '../../../src/rules/identity/candidate-number';
import { readCitizenNumber } from '../../../src/rules/identity/citizen-number';
import { codeLifeOf } from '../../../src/rules/identity/code-life';
import { domainOf, isEmail } from '../../../src/rules/identity/email';
import {
  maskCandidateNumber,
  maskDocumentNumber,
  maskEmail,
  maskForPlatform,
  maskIdentityNumber,
  maskName,
  maskNumbersIn,
  maskPersonalNumbersIn,
  maskPhone,
} from '../../../src/rules/identity/masking';
import { loadPack } from '../filing/filing';

describe('what is shown of a number or a name', () => {
  it.each<[(text: string) => string, string, string]>([
    [maskCandidateNumber, '21410101151001', '2141****151001'],
    [maskName, '秦知远', '秦**'],
    [maskName, '阿卜杜·热合曼', '阿**·***'],
    [maskName, 'MARIA GARCIA', 'M**** ******'],
    [maskName, '', ''],
    [maskIdentityNumber, '410122200305060018', '410***********0018'],
    [maskIdentityNumber, '410122030506', '410*****0506'],
    [maskIdentityNumber, '41012203050', '*********50'],
    [maskIdentityNumber, '1', '1'],
    [maskDocumentNumber, 'KOR:M12345678', 'KOR *******78'],
    [maskDocumentNumber, '410122200305060018', '410***********0018'],
    [maskForPlatform, '410122200305060018', '41**************18'],
    [maskForPlatform, '410122030506', '41********06'],
    [maskForPlatform, '41012203050', '*********50'],
    [maskForPlatform, 'KOR:M12345678', 'KOR *******78'],
    [maskPhone, '15912340845', '159****845'],
    [maskEmail, 'liming@example.com', 'li****@example.com'],
    [maskEmail, 'li@example.com', 'l****@example.com'],
    [maskEmail, 'l@example.com', '****@example.com'],
    [maskNumbersIn, '电话15912340845', '电话159****845'],
    [maskNumbersIn, '证410122200305060018', '证410***********0018'],
    [maskNumbersIn, '证41012220030506001X', '证410***********001X'],
    [maskNumbersIn, '１５９１２３４０８４５', '１５９****８４５'],
    [maskNumbersIn, '编号1234567890', '编号1234567890'],
    [maskNumbersIn, '编号12345678901234', '编号123*******1234'],
    [maskPersonalNumbersIn, '15912340845和410122200305060018', '159****845和410***********0018'],
    [maskPersonalNumbersIn, '考生号21410101151001', '考生号21410101151001'],
    [maskPersonalNumbersIn, '电话12912340845', '电话12912340845'],
    [maskPersonalNumbersIn, '证410122030506001', '证410********6001'],
  ])('%p of %s is %s', (mask, text, shown) => {
    expect(mask(text)).toBe(shown);
  });
});

describe('a mailbox', () => {
  const label63 = 'a'.repeat(63);
  it.each([
    ['qin@example.com', true],
    ['q@e.c', true],
    ['a.b_c%d+e-f1@x-1.example.com', true],
    [`${'a'.repeat(64)}@example.com`, true],
    [`${'a'.repeat(65)}@example.com`, false],
    [`qin@${label63}.com`, true],
    [`qin@${label63}a.com`, false],
    // A whole domain of 190 characters, and of one more.
    [`qin@${label63}.${label63}.${'a'.repeat(62)}`, true],
    [`qin@${label63}.${label63}.${label63}`, false],
    ['qin@example', false],
    ['@example.com', false],
    ['qin', false],
    ['qin@', false],
    ['qin@@example.com', false],
    ['qin@a.com@b.com', false],
    ['张qin@example.com', false],
    ['qin张@example.com', false],
    ['qin@.com', false],
    ['qin@example.', false],
    ['qin@-example.com', false],
    ['qin@example-.com', false],
    ['qin@exa_mple.com', false],
    ['Qin@example.com', false],
  ])('%s: %p', (text, right) => {
    expect(isEmail(text)).toBe(right);
  });

  it('has its domain behind the last @', () => {
    expect(domainOf('qin@example.com')).toBe('example.com');
  });
});

describe('a 考生号', () => {
  it.each([
    ['21410101151001', true],
    ['2141010115100', false],
    ['214101011510011', false],
    ['2141010115100X', false],
    ['x21410101151001', false],
  ])('%s: %p', (text, right) => {
    expect(isCandidateNumber(text)).toBe(right);
  });
});

describe('a birth date', () => {
  // In Beijing it is the 28th already.
  const now = new Date('2026-06-27T16:00:00Z');
  it.each([
    ['20260628', true],
    ['20260629', false],
    ['19060628', true],
    ['19060627', false],
    ['20040229', true],
    ['20030229', false],
    ['20031301', false],
    ['20030500', false],
    ['2003050', false],
    ['120030506', false],
    ['200305061', false],
    ['', false],
  ])('%s: %p', (text, right) => {
    expect(isBirthDate(text, now)).toBe(right);
  });
});

describe('a 居民身份证 number', () => {
  const now = new Date('2026-06-28T12:00:00+08:00');
  it.each([
    ['41012220030506001X', 'resident', { number: '41012220030506001X' }],
    ['410122200305060019', 'resident', 'checkDigit'],
    ['410122200305060019 ', 'resident', 'shape'],
    ['x410122200305060019', 'resident', 'shape'],
    ['4101222003050600191', 'resident', 'shape'],
    ['410122850506001', 'resident', { number: '410122198505060014' }],
    // Those were given to people past a hundred.
    ['410122850506996', 'resident', 'birthDate'],
    ['410122850506995', 'resident', { number: expect.stringMatching(/^41012219850506995/) }],
    ['160122200305060019', 'resident', 'place'],
    ['810000200305060018', 'resident', 'place'],
    ['181000020030506001', 'residencePermit', 'place'],
    ['410122850506001', 'residencePermit', 'shape'],
    ['941156200305060018', 'resident', 'place'],
    ['841156200305060018', 'foreignResident', 'place'],
  ] as const)('%s as %s: %j', (text, place, read) => {
    expect(readCitizenNumber(text, place, now)).toEqual(read);
  });

  it('takes the X of another alphabet for X, at the end alone', () => {
    for (const cross of ['\u00d7', '\u03a7', '\u0425'])
      expect(readCitizenNumber(`41012220030506001${cross}`, 'resident', now)).toEqual({
        number: '41012220030506001X',
      });
    expect(readCitizenNumber('41012220030506001\u00d71', 'resident', now)).toBe('shape');
    expect(readCitizenNumber('141012220030506001\u00d7', 'resident', now)).toBe('shape');
  });
});

it('a code lives as long as the year says of its purpose, without a word as for 放弃', () => {
  const { identity } = loadPack('henan-2021');
  expect([codeLifeOf(identity, 'reset'), codeLifeOf(identity, 'abandon')]).toEqual([120, 300]);
  expect(codeLifeOf(identity, 'confirm')).toBe(300);
});
