import { rangeOf } from '../../src/account-registration/registration-limits';

describe('the neighbours of an address', () => {
  it.each([
    ['198.51.100.7', '198.51.100.200'],
    ['2001:db8::1', '2001:db8:0:0:1::2'],
    ['2001:DB8:1:2::1', '2001:0db8:1:2:ffff::'],
    ['::1', '::2'],
  ])('%s and %s share a range', (one, other) => {
    expect(rangeOf(one)).toBe(rangeOf(other));
  });

  it.each([
    ['198.51.100.7', '198.51.101.7'],
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
  ])('%s and %s do not', (one, other) => {
    expect(rangeOf(one)).not.toBe(rangeOf(other));
  });
});
