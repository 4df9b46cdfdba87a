import { findTwoFault, type HeldAccount } from '../../../src/rules/consent/two-persons';

const NOW = Date.parse('2026-06-26T10:00:00+08:00');
const soon = new Date(NOW + 1);
const past = new Date(NOW);
const account = (id: number, madeBy: number | null = null, apartUntil: Date | null = null): HeldAccount => ({
  id,
  madeBy,
  apartUntil,
});

describe('two persons', () => {
  it.each([
    ['one officer', account(1), account(1), 'sameOfficer'],
    ['one officer whom somebody made', account(1, 9, soon), account(1, 9, soon), 'sameOfficer'],
    ['two whom one person made', account(1, 9, soon), account(2, 9, soon), 'sameMaker'],
    ['whoever made an account, and the account', account(9), account(1, 9, soon), 'sameMaker'],
    ['the same the other way round', account(1, 9, soon), account(9), 'sameMaker'],
    ['one of them some days ago', account(1, 9, past), account(2, 9, soon), null],
    ['two whom two persons made', account(1, 8, soon), account(2, 9, soon), null],
    ['two whom the operator made', account(1), account(2), null],
    ['one of the operator, one of an officer', account(1), account(2, 9, soon), null],
  ])('%s', (_what, one, other, expected) => {
    expect(findTwoFault(one, other, NOW)).toBe(expected);
  });
});
