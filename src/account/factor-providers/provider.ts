import { randomBytes } from 'node:crypto';
import type { FactorKind } from '../../domain/accounts/factor.repository';

/** What somebody is sent to a provider with. */
interface AuthorizeRequest {
  /** 64 hexadecimal digits. */
  readonly state: string;
  /** Where the provider sends them back to. */
  readonly redirectUri: string;
  /** S256 challenge of PKCE and a nonce; null where the provider takes none. */
  readonly extras: { readonly challenge: string; readonly nonce: string } | null;
}

/** What came back, and what it must fit. */
interface Redemption {
  readonly code: string;
  readonly redirectUri: string;
  /** The verifier of the challenge, and the nonce that must come back; null as in the request. */
  readonly extras: { readonly verifier: string; readonly nonce: string } | null;
}

/** 微信 or 支付宝: tells who somebody is there. */
export interface FactorProvider {
  readonly kind: FactorKind;
  readonly takesExtras: boolean;
  /** The field of the query in which the code comes back. */
  readonly codeField: 'code' | 'auth_code';
  /** The origin to which forms may lead; null where it is this site. */
  readonly origin: string | null;
  buildAuthorizeUrl(request: AuthorizeRequest): string;
  /** The provider's name of whoever scanned. @throws ProviderError */
  redeem(redemption: Redemption): Promise<string>;
}

/** `refused`: this code serves nobody, scanning again may help · `unavailable`: nothing serves now. */
type ProviderFault = 'refused' | 'unavailable';

/** Never holds a secret, a code or what the provider said in full. */
export class ProviderError extends Error {
  constructor(
    readonly fault: ProviderFault,
    message: string,
  ) {
    super(message);
  }
}

/** Sends a request to a provider; the demo's providers answer in this process. */
export type SendToProvider = (address: URL, init: RequestInit) => Promise<Response>;

/** A random value of 256 bits in hexadecimal digits, which every provider gives back unchanged. */
export function createNonce(): string {
  return randomBytes(32).toString('hex');
}

/** The address of a QR page: the provider's own query, with challenge and nonce where it takes them. */
export function addQuery(
  base: URL,
  own: Readonly<Record<string, string>>,
  extras: AuthorizeRequest['extras'],
): URL {
  const address = new URL(base);
  const query = {
    ...own,
    ...(extras && { code_challenge: extras.challenge, code_challenge_method: 'S256', nonce: extras.nonce }),
  };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address;
}

const ANSWER_MS = 5_000;
const MAX_BYTES = 64 * 1024;

export interface Questioner {
  readonly send: SendToProvider;
  /** Bounds the wait for the whole answer. */
  readonly answerMs: number;
}

/** Asks by `send`, within the usual time. */
export function createQuestioner(send: SendToProvider): Questioner {
  return { send, answerMs: ANSWER_MS };
}

/**
 * The text of a provider's answer, at most 64 KB of it. Addresses hold secrets, so errors of `fetch` are not passed on.
 * @throws ProviderError unavailable
 */
export async function askProvider(
  name: string,
  { send, answerMs }: Questioner,
  address: URL,
  init: RequestInit = {},
): Promise<string> {
  try {
    const response = await send(address, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(answerMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new ProviderError('unavailable', `${name}: http ${response.status}`);
    }
    return await readAll(name, response);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    const what = error instanceof Error ? error.name : 'fault';
    throw new ProviderError('unavailable', `${name}: no answer (${what})`);
  }
}

async function readAll(name: string, { body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new ProviderError('unavailable', `${name}: the answer is too long`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The value of JSON text. @throws ProviderError unavailable where it is none. */
export function parseAnswer(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProviderError('unavailable', `${name}: no JSON`);
  }
}

/** @throws ProviderError refused where the answer belongs to another request. */
export function requireNonce(name: string, { extras }: Redemption, answered: string | undefined): void {
  if (extras !== null && answered !== extras.nonce)
    throw new ProviderError('refused', `${name}: the nonce is another's`);
}
