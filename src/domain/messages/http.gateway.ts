import { createHmac } from 'node:crypto';
import { wallClock } from '../../infrastructure/clock';
import type { HttpSettings } from '../../infrastructure/config/message-settings';
import type { Outbound } from '../../infrastructure/security/outbound';
import { GatewayError, type MessageGateway } from './gateway';

const ANSWER_MS = 10_000;
/** The receiver will never be able to deliver it. */
const NEVER = 422;

/** SMS by signed JSON over HTTP, as docs/operator.md describes; `answerMs` bounds the wait for the answer. */
export function createHttpGateway(
  { url, secret }: HttpSettings,
  outbound: Pick<Outbound, 'fetch'>,
  answerMs = ANSWER_MS,
): MessageGateway {
  return {
    async send({ stableId, channel, destination, text, lifeSeconds }) {
      const body = JSON.stringify({ id: stableId, channel, to: destination, text, lifeSeconds });
      const timestamp = String(Math.floor(wallClock() / 1000));
      const response = await outbound.fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'idempotency-key': stableId,
          'x-zhiyuan-timestamp': timestamp,
          'x-zhiyuan-signature': `sha256=${signBody(secret, timestamp, body)}`,
        },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(answerMs),
      });
      await response.body?.cancel();
      if (!response.ok) throw new GatewayError(`http ${response.status}`, response.status === NEVER);
    },
    close: async () => undefined,
  };
}

/** Hexadecimal HMAC-SHA256 over timestamp, line feed, body. */
function signBody(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${body}`).digest('hex');
}
