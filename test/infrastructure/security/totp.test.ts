import type { Pass } from '../../../src/infrastructure/security/admissions';
import {
  computeTotp,
  createTotpSecret,
  findTotpCounter,
  totpAddress,
  totpCounter,
} from '../../../src/infrastructure/security/totp';

/** The ASCII secret of RFC 6238, appendix B, in Base32. */
const rfcSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** Nothing is charged here. */
const pass = {} as Pass;

describe('动态密码', () => {
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('agrees with RFC 6238 at second %d', (second, code) => {
    expect(computeTotp(rfcSecret, totpCounter(second * 1000))).toBe(code);
  });

  it('takes the step before and after, and none beyond', () => {
    const at = 1_700_000_010_000;
    const now = totpCounter(at);
    const accepted = [-2, -1, 0, 1, 2].map((step) => {
      const found = findTotpCounter(pass, rfcSecret, computeTotp(rfcSecret, now + step), at);
      return found === null ? null : found - now;
    });
    expect(accepted).toEqual([null, -1, 0, 1, null]);
  });

  it.each(['', '9428708', '942870820', '9428708a', ' 4287082', '９４２８７０８２', '-4287082'])(
    'knows no counter of %j',
    (code) => {
      expect(findTotpCounter(pass, rfcSecret, code, 59_000)).toBeNull();
    },
  );

  it('reads Base32 whether small, spaced or padded, and refuses what is none', () => {
    const code = computeTotp(rfcSecret, 1);
    expect(computeTotp('gezd gnbv gy3t qojq gezd gnbv gy3t qojq', 1)).toBe(code);
    expect(computeTotp(`${rfcSecret}====`, 1)).toBe(code);
    expect(() => computeTotp('GEZDGNBV1', 1)).toThrow('not Base32');
  });

  it('makes secrets of 160 bits, no two alike', () => {
    const secrets = Array.from({ length: 50 }, createTotpSecret);
    expect(new Set(secrets).size).toBe(50);
    expect(secrets.every((secret) => /^[A-Z2-7]{32}$/.test(secret))).toBe(true);
  });

  it('writes an address that apps understand', () => {
    const address = new URL(totpAddress(rfcSecret, '招生办公室', '21410101151001'));
    expect([address.protocol, address.host]).toEqual(['otpauth:', 'totp']);
    expect(decodeURIComponent(address.pathname)).toBe('/招生办公室:21410101151001');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      secret: rfcSecret,
      issuer: '招生办公室',
      algorithm: 'SHA1',
      digits: '8',
      period: '30',
    });
  });
});
