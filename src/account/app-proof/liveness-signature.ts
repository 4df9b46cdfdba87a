import { createHmac } from 'node:crypto';
import { isEqualText } from '../../infrastructure/security/equal-text';

/** What is signed of a request to the service behind the phone app. */
interface SignedRequest {
  /** Path of the address. */
  readonly path: string;
  /** Random, in each request another. */
  readonly nonce: string;
  /** Unix seconds after which the request must be refused. */
  readonly expires: string;
  readonly body: string;
}

/** The header's value of a request: HMAC-SHA256 over its parts, one a line. */
export function signRequest(secret: string, { path, nonce, expires, body }: SignedRequest): string {
  return sign(secret, ['request', path, nonce, expires, body]);
}

/** The header's value of an answer; the nonce of its request makes it worth nothing for any other. */
export function signAnswer(secret: string, nonce: string, body: string): string {
  return sign(secret, ['answer', nonce, body]);
}

/** Whether a header signs an answer to the request of this nonce. */
export function isAnswerSigned(secret: string, nonce: string, body: string, header: string): boolean {
  return isEqualText(signAnswer(secret, nonce, body), header);
}

function sign(secret: string, parts: readonly string[]): string {
  return `sha256=${createHmac('sha256', secret).update(parts.join('\n')).digest('hex')}`;
}
