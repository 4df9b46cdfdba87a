import { neighboursOf, networkOf } from '../../src/infrastructure/security/network';

describe('the networks of an address', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7', null],
    ['::ffff:198.51.100.7', '198.51.100.7', null],
    ['::FFFF:c633:6407', '198.51.100.7', null],
    ['0:0:0:0:0:ffff:198.51.100.7', '198.51.100.7', null],
    ['64:ff9b::198.51.100.7', '198.51.100.7', null],
    ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8:0::/48'],
    ['2001:DB8:1:2:ffff::', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:0db8:0001:0002:1::9', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64', 'fe80:0:0::/48'],
    ['::', '0:0:0:0::/64', '0:0:0::/48'],
    ['', 'unknown', null],
    ['nonsense', 'unknown', null],
  ])('of %s are %s and %s', (address, near, wide) => {
    expect(networkOf(address)).toEqual({ near, wide });
  });

  it.each([
    ['198.51.100.7', '198.51.100.200', true],
    ['198.51.100.7', '198.51.101.7', false],
    ['2001:db8:1:2::1', '2001:0db8:1:2:ffff::', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ])('%s and %s are neighbours: %s', (one, other, near) => {
    expect(neighboursOf(one) === neighboursOf(other)).toBe(near);
  });
});
