import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { wallClock } from '../clock';

/** A session of the provider that has ended. */
export interface LogoutToken {
  readonly sid: string;
  readonly subject: string;
}

interface TokenKey extends JsonWebKey {
  readonly kid?: string;
}

interface LogoutTokenParts {
  readonly issuer: string;
  readonly clientId: string;
  readonly fetchKeys: () => Promise<unknown>;
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const LEEWAY_SECONDS = 30;
/** Forged tokens that name keys nobody has make nobody ask for keys all the time. */
const REFETCH_MS = 5000;

/**
 * Checks a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6): signed ES256 by a key of the provider, from
 * it, to this platform, in time, of this event, and without a nonce, so that no other token passes for one. That a
 * token comes twice does nothing: what ended stays ended.
 */
export function createLogoutTokenCheck(parts: LogoutTokenParts) {
  let keys: readonly TokenKey[] = [];
  let fetchedAt = Number.NEGATIVE_INFINITY;

  async function findKey(kid: unknown): Promise<TokenKey | null> {
    const find = () => keys.find((key) => key.kid === kid && key.kty === 'EC' && key.crv === 'P-256') ?? null;
    const known = find();
    if (known !== null || wallClock() - fetchedAt < REFETCH_MS) return known;
    fetchedAt = wallClock();
    const fetched = (await parts.fetchKeys()) as { readonly keys?: readonly TokenKey[] };
    keys = fetched.keys ?? [];
    return find();
  }

  return async (token: string): Promise<LogoutToken | null> => {
    const [head = '', body = '', signature = '', ...rest] = token.split('.');
    const header = readJson(head);
    const claims = readJson(body);
    if (header === null || claims === null || rest.length > 0) return null;
    if (header.alg !== 'ES256' || header.typ !== 'logout+jwt' || !fits(claims)) return null;
    const key = await findKey(header.kid);
    if (key === null) return null;
    const signed = verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    return signed ? { sid: String(claims.sid), subject: String(claims.sub) } : null;
  };

  function fits(claims: Readonly<Record<string, unknown>>): boolean {
    const { iss, aud, exp, events, nonce, sid, sub } = claims;
    const now = wallClock() / 1000;
    return (
      iss === parts.issuer &&
      aud === parts.clientId &&
      typeof exp === 'number' &&
      exp > now - LEEWAY_SECONDS &&
      typeof events === 'object' &&
      events !== null &&
      EVENT in events &&
      nonce === undefined &&
      typeof sid === 'string' &&
      typeof sub === 'string'
    );
  }
}

function readJson(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
