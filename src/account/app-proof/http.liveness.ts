import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { wallClock } from '../../infrastructure/clock';
import type { HttpSettings } from '../../infrastructure/config/message-settings';
import type { Outbound } from '../../infrastructure/security/outbound';
import { documentKinds } from '../../rules/identity/identity-document';
import { type Liveness, LivenessError } from './liveness';
import { isAnswerSigned, signRequest } from './liveness-signature';

/** In milliseconds, but for `attempts`. */
interface LivenessPace {
  /** How long one attempt waits for its answer. */
  readonly answerMs: number;
  /** Before the second attempt; twice as long before the third. */
  readonly restMs: number;
  readonly attempts: number;
}

const PACE: LivenessPace = { answerMs: 4000, restMs: 200, attempts: 3 };
const REQUEST_SECONDS = 30;

const begunAnswer = z.object({
  check: z.string(),
  // The page turns the address into a link.
  address: z
    .string()
    .max(500)
    .regex(/^https?:\/\/[\x21-\x7e]+$/),
});

const foundAnswer = z.object({
  check: z.string(),
  state: z.enum(['waiting', 'passed', 'failed']),
  code: z.string().max(20).default(''),
  person: z

    .object({
      documentKind: z.enum(documentKinds),
      number: z.string().max(40),
      country: z.string().max(3).nullish(),
      name: z.string().max(100),
    })
    .nullable()
    .default(null),
});

/**
 * The service behind the phone app by signed JSON over HTTP, as docs/operator.md describes. Both ways are signed: the
 * answer over the nonce of its request, so that none is made up and none serves twice.
 */
export function createHttpLiveness(
  { url, secret }: HttpSettings,
  outbound: Pick<Outbound, 'fetch'>,
  pace: LivenessPace = PACE,
): Liveness {
  async function attempt(act: 'begin' | 'answer', body: string): Promise<unknown> {
    const address = new URL(`${url.pathname.replace(/\/$/, '')}/${act}`, url);
    const nonce = randomBytes(16).toString('hex');
    const expires = String(Math.floor(wallClock() / 1000) + REQUEST_SECONDS);
    const { status, text, signature } = await post(address, body, {
      'x-zhiyuan-nonce': nonce,
      'x-zhiyuan-expires': expires,
      'x-zhiyuan-signature': signRequest(secret, { path: address.pathname, nonce, expires, body }),
    });
    if (status >= 500 || status === 429) throw new LivenessError('unreachable', `http ${status}`);
    if (status !== 200) throw new LivenessError('refused', `http ${status}`);
    if (!isAnswerSigned(secret, nonce, text, signature)) throw new LivenessError('forged', act);
    try {
      return JSON.parse(text);
    } catch {
      throw new LivenessError('malformed', act);
    }
  }

  /** Errors of `fetch` are not passed on: they may hold addresses. */
  async function post(address: URL, body: string, headers: Readonly<Record<string, string>>) {
    try {
      const response = await outbound.fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(pace.answerMs),
      });
      const text = await response.text();
      const signature = response.headers.get('x-zhiyuan-signature') ?? '';
      return { status: response.status, text, signature };
    } catch {
      throw new LivenessError('unreachable', 'no answer');
    }
  }

  /** Asks again where nobody answered; what was answered is not asked for twice. */
  async function call<T>(act: 'begin' | 'answer', body: object, shape: z.ZodType<T>): Promise<T> {
    const text = JSON.stringify(body);
    for (let count = 1; ; count += 1) {
      try {
        const parsed = shape.safeParse(await attempt(act, text));
        if (parsed.success) return parsed.data;
        throw new LivenessError('malformed', act);
      } catch (error) {
        const mayRepeat = error instanceof LivenessError && error.code === 'unreachable';
        if (!mayRepeat || count >= pace.attempts) throw error;
        await sleep(pace.restMs * count);
      }
    }
  }

  return {
    async begin(_pass, { token, claimed, account, expiresAt }) {
      const body = {
        check: token,
        person: claimed,
        account,
        expiresAt: Math.floor(expiresAt.getTime() / 1000),
      };
      const begun = await call('begin', body, begunAnswer);
      if (begun.check !== token) throw new LivenessError('malformed', 'another check');
      return begun.address;
    },

    async findAnswer(_pass, token) {
      const { check, state, code, person } = await call('answer', { check: token }, foundAnswer);
      if (state === 'waiting' && check === token) return null;
      return { token: check, passed: state === 'passed', typedCode: code, matched: person };
    },
  };
}
