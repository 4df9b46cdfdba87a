import { createHash } from 'node:crypto';
import { isEqualText } from '../../infrastructure/security/equal-text';

const TOLERANCE_MS = 300_000;

interface SignedQuery {
  readonly signature: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly nonce: string;
}

/**
 * SHA-1 over token, timestamp and nonce in alphabetical order, as the official account signs; in 安全模式 over what it
 * has sealed too (`msg_signature`).
 */
export function signWechatQuery(token: string, timestamp: string, nonce: string, sealed?: string): string {
  const parts = sealed === undefined ? [token, timestamp, nonce] : [token, timestamp, nonce, sealed];
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}

/**
 * Whether a request was signed with our token within the last five minutes; with `sealed`, whether that was signed with
 * it. `now` is real time in milliseconds.
 */
export function isWechatQuery(token: string, query: SignedQuery, now: number, sealed?: string): boolean {
  const { signature, timestamp, nonce } = query;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) return false;
  return isEqualText(signWechatQuery(token, timestamp, nonce, sealed), signature);
}
