import {
  askConsent,
  type ImportStake,
  losesMuch,
  numberToType,
} from '../../../src/rules/consent/import-consent';

const stake = (values: Partial<ImportStake>): ImportStake => ({
  existing: 1000,
  removed: 0,
  changed: 0,
  cleared: 0,
  held: 0,
  people: 0,
  open: false,
  ...values,
});

describe('what an import loses', () => {
  it.each<[Partial<ImportStake>, boolean]>([
    [{ existing: 2791, removed: 2791 }, true],
    [{ removed: 49 }, false],
    [{ removed: 50 }, true],
    [{ removed: 25, changed: 25, cleared: 25 }, true],
    [{ changed: 1000 }, false],
    [{ existing: 9, removed: 1 }, true],
    [{ existing: 11, removed: 1 }, false],
    [{ existing: 0 }, false],
    [{ existing: 10, removed: 1 }, true],
    [{ cleared: 50, changed: 50 }, true],
    [{ removed: 49, cleared: 1, changed: 1 }, true],
    [{ existing: 0, removed: 1 }, true],
  ])('%o is much: %s', (values, expected) => {
    expect(losesMuch(stake(values))).toBe(expected);
  });

  it.each<[Partial<ImportStake>, string]>([
    [{ removed: 1 }, 'none'],
    [{ removed: 1, open: true }, 'none'],
    [{ removed: 500 }, 'number'],
    [{ removed: 500, open: true }, 'secondOfficer'],
    [{ changed: 1, held: 1 }, 'number'],
    [{ changed: 1, held: 1, open: true }, 'secondOfficer'],
    // What makes a 征集 always takes two.
    [{ remaining: 3 }, 'secondOfficer'],
    [{ remaining: 0 }, 'secondOfficer'],
    [{ open: true }, 'none'],
  ])('%o asks for: %s', (values, expected) => {
    expect(askConsent(stake(values))).toBe(expected);
  });

  it('is told by the number of records that go or change', () => {
    expect(numberToType({ removed: 3, changed: 4 })).toBe(7);
    expect(numberToType({ removed: 3, changed: 4, remaining: 5 })).toBe(5);
    expect(numberToType({ removed: 3, changed: 4, remaining: 0 })).toBe(0);
  });
});
