import { fixedCode } from '../../../src/office/imports/values/codes';
import { date, instant } from '../../../src/office/imports/values/dates';
import {
  ethnicity,
  identityDocument,
  mobileNumber,
  personName,
} from '../../../src/office/imports/values/personal-values';
import {
  decimal,
  listOf,
  oneOf,
  text,
  wholeNumber,
  yesOrNo,
} from '../../../src/office/imports/values/plain-values';
import { ValueFault } from '../../../src/office/imports/values/value-fault';
import { computeCheckCharacter } from '../../../src/rules/identity/citizen-number';

const outcome = (value: unknown) => (value instanceof ValueFault ? value.code : value);

describe('a date', () => {
  it.each([
    ['2003-03-14', '2003-03-14'],
    ['2003/3/14', '2003-03-14'],
    ['2003.3.14', '2003-03-14'],
    ['2003年3月14日', '2003-03-14'],
    ['20030314', '2003-03-14'],
    ['37694', '2003-03-14'],
    ['2003-03-14 00:00:00', '2003-03-14'],
    ['2003-02-29', 'malformed'],
    ['2003-13-01', 'malformed'],
    ['03/14/2003', 'malformed'],
    ['2003-03-14 12:00:00', 'malformed'],
    ['12', 'malformed'],
    ['99999', '2173-10-13'],
    ['000000', 'malformed'],
  ])('%s', (found, read) => expect(outcome(date(found))).toBe(read));

  it.each([
    ['2021-07-20', '2021-07-20T00:00:00+08:00'],
    ['2021/7/20 8:05', '2021-07-20T08:05:00+08:00'],
    ['2021年7月20日 15:30:59', '2021-07-20T15:30:59+08:00'],
    ['2021-07-20 24:00', 'malformed'],
  ])('with its time: %s', (found, read) => expect(outcome(instant(found))).toBe(read));
});

describe('a code of fixed length', () => {
  const repaired = jest.fn();
  beforeEach(() => repaired.mockClear());
  const shape = { length: 4, alphabet: 'digits' } as const;
  const known = new Set(['0001', '1105']);

  it.each([
    ['0001', '0001', 0],
    ['１１０５', '1105', 0],
    ['1', '0001', 1],
    ['2', 'lostZeros', 0],
    ['1106', 'unknownInstitution', 0],
    ['11055', 'malformed', 0],
    ['11a', 'malformed', 0],
  ])('of a list: %s', (found, read, repairs) => {
    expect(outcome(fixedCode(shape, { known, onRepair: repaired })(found))).toBe(read);
    expect(repaired).toHaveBeenCalledTimes(repairs);
  });

  it('of the list itself gets its zeros back', () => {
    expect(fixedCode(shape, { onRepair: repaired })('6')).toBe('0006');
    expect(repaired).toHaveBeenCalledTimes(1);
  });
});

describe('a person', () => {
  it.each([
    ['41012220030709984X', '41012220030709984X'],
    ['41012220030709984x', '41012220030709984X'],
    ['410122200307099840', 'checkDigit'],
    [`41012220031332951${computeCheckCharacter('41012220031332951')}`, 'malformed'],
    ['410122830709983', '410122198307099831'],
    ['4101220307099', 'malformed'],
    ['410122031309984', 'malformed'],
    ['410122189912310696', 'malformed'],
    ['H12345678', 'malformed'],
    ['4.10122E+17', 'imprecise'],
    ["'41012220030709984X", '41012220030709984X'],
    ['="41012220030709984X"', '41012220030709984X'],
  ])('has the 证件号码 %s', (found, read) => {
    const value = identityDocument(new Date('2021-06-28T12:00:00+08:00'))(found);
    expect(value instanceof ValueFault ? value.code : value.number).toBe(read);
  });

  it('has name, 民族 and phone', () => {
    expect(outcome(personName('阿卜杜•热合曼'))).toBe('阿卜杜·热合曼');
    expect(outcome(personName('A'))).toBe('malformed');
    expect(outcome(ethnicity('维吾尔族'))).toBe('维吾尔');
    expect(outcome(ethnicity('01'))).toBe('malformed');
    expect(outcome(mobileNumber([])('159 0000 0845'))).toBe('15900000845');
    expect(outcome(mobileNumber(['1590'])('13800000845'))).toBe('malformed');
  });
});

describe('plain values', () => {
  it('are read or refused', () => {
    expect(outcome(text(2)('三个字'))).toBe('malformed');
    expect(outcome(wholeNumber(0, 9)('10'))).toBe('malformed');
    expect(outcome(wholeNumber(0, 9)('1.5'))).toBe('malformed');
    expect(outcome(decimal(0, 750, 1)('112.50'))).toBe(112.5);
    expect(outcome(decimal(0, 750, 1)('112.55'))).toBe('malformed');
    expect(outcome(yesOrNo('√'))).toBe(true);
    expect(outcome(yesOrNo('可能'))).toBe('malformed');
    expect(outcome(oneOf(new Map([['男', 1]]))('女'))).toBe('notOneOf');
    expect(outcome(listOf(wholeNumber(0, 9))('1、2，1'))).toEqual([1, 2]);
    expect(outcome(listOf(wholeNumber(0, 9))('1、x'))).toBe('malformed');
    expect(outcome(listOf(wholeNumber(0, 9))('、'))).toBe('malformed');
  });
});
