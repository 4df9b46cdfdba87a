import { findPhoneFault, normalisePhone } from '../../../src/rules/identity/phone';

describe('normalisePhone', () => {
  it.each([
    '15900000845',
    ' 15900000845 ',
    '159 0000 0845',
    '159-0000-0845',
    '159–0000—0845',
    '１５９０００００８４５',
    '+8615900000845',
    '+86 159 0000 0845',
    '＋８６ 159-0000-0845',
    '008615900000845',
    '8615900000845',
    '(+86)15900000845',
    '159\u30000000\u00a00845',
  ])('%j is 15900000845', (typed) => {
    expect(normalisePhone(typed)).toBe('15900000845');
  });

  it.each(['', '86', 'abc', '+15900000845', '+85215900000845', '86159000008451'])(
    'makes no number of %j',
    (typed) => {
      expect(findPhoneFault(normalisePhone(typed), [])).not.toBeNull();
    },
  );
});

describe('findPhoneFault', () => {
  it.each([
    ['15900000845', [], null],
    ['13000000000', [], null],
    ['19999999999', [], null],
    ['', [], 'empty'],
    ['1590000084', [], 'malformed'],
    ['159000008456', [], 'malformed'],
    ['12900000845', [], 'malformed'],
    ['25900000845', [], 'malformed'],
    ['03715551234', [], 'malformed'],
    ['1590000084x', [], 'malformed'],
    ['15900000845', ['1590', '138'], null],
    ['13800000845', ['1590', '138'], null],
    ['13900000845', ['1590', '138'], 'notAllowed'],
  ])('%j with prefixes %j: %j', (phone, prefixes, fault) => {
    expect(findPhoneFault(phone, prefixes)).toBe(fault);
  });
});

test.each([
  ['+0085291234567', '+85291234567'],
  ['++85291234567', '+85291234567'],
  ['85291234567', '85291234567'],
  ['9113800138000', '9113800138000'],
  ['138001380001', '138001380001'],
])('%s is brought to %s', (typed, normal) => {
  expect(normalisePhone(typed)).toBe(normal);
});

test.each(['x13800138000', '013800138000', '138001380001', '1380013800'])('%s is malformed', (phone) => {
  expect(findPhoneFault(phone, [])).toBe('malformed');
});
