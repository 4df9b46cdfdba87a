import type { JSONWebKeySet } from 'jose';
import { wallClock } from '../clock';

/** A session of the provider that has ended. */
export interface LogoutToken {
  readonly sid: string;
  readonly subject: string;
}

interface LogoutTokenParts {
  readonly issuer: string;
  readonly clientId: string;
  readonly fetchKeys: () => Promise<JSONWebKeySet>;
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const LEEWAY_SECONDS = 30;
/** Forged tokens that name keys nobody has make nobody ask for keys all the time. */
const REFETCH_MS = 5000;

/**
 * Checks a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6) with `jose`: signed ES256 by a key of the
 * provider, from it, to this platform, in time, of this event, and without a nonce, so that no other token passes for
 * one. That a token comes twice does nothing: what ended stays ended.
 */
export function createLogoutTokenCheck({ issuer, clientId, fetchKeys }: LogoutTokenParts) {
  const load = () => import('jose');
  let keys: JSONWebKeySet = { keys: [] };
  let fetchedAt = Number.NEGATIVE_INFINITY;

  /** @throws what jose throws where the token is not what it should be */
  async function read(token: string): Promise<LogoutToken | null> {
    const { jwtVerify, createLocalJWKSet } = await load();
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer,
      audience: clientId,
      algorithms: ['ES256'],
      typ: 'logout+jwt',
      requiredClaims: ['exp', 'sub', 'sid', 'events'],
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(wallClock()),
    });
    const { sid, sub, events, nonce } = payload;
    const told = typeof events === 'object' && events !== null && EVENT in events && nonce === undefined;
    return told && typeof sid === 'string' && typeof sub === 'string' ? { sid, subject: sub } : null;
  }

  /** `unknownKey`: signed by a key that is not among those that were fetched. */
  async function attempt(token: string): Promise<LogoutToken | null | 'unknownKey'> {
    try {
      return await read(token);
    } catch (error) {
      const { errors } = await load();
      if (error instanceof errors.JWKSNoMatchingKey) return 'unknownKey';
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  return async (token: string): Promise<LogoutToken | null> => {
    const first = await attempt(token);
    if (first !== 'unknownKey') return first;
    if (wallClock() - fetchedAt < REFETCH_MS) return null;
    fetchedAt = wallClock();
    keys = await fetchKeys();
    const second = await attempt(token);
    return second === 'unknownKey' ? null : second;
  };
}
