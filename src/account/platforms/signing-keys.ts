import { createECDH, hkdfSync } from 'node:crypto';

/** A private key of the curve P-256, as RFC 7517 writes it. */
interface SigningKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly use: 'sig';
  readonly alg: 'ES256';
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

/** The order of P-256 (FIPS 186-4, D.1.2.3). */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/**
 * The key of a secret of 32 bytes, the same in every process that knows the secret: 48 derived bytes, taken modulo
 * the order less one, plus one (FIPS 186-4, B.4.1), so that no key is likelier than another.
 */
export function deriveSigningKey(secret: Buffer): SigningKey {
  const drawn = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), 'zhiyuan oidc ES256', 48));
  const scalar = (BigInt(`0x${drawn.toString('hex')}`) % (ORDER - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  return {
    kty: 'EC',
    crv: 'P-256',
    use: 'sig',
    alg: 'ES256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33, 65).toString('base64url'),
    d: d.toString('base64url'),
  };
}
