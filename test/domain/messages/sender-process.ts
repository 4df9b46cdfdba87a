/**
 * A sender in a process of its own that ends without warning at the nth passing of one step:
 * node -r typescript-hook.cjs sender-process.ts URL STEP N
 */

import type { MessageGateway } from '../../../src/domain/messages/gateway';
import { createOutboxQueue, type OutboxQueue } from '../../../src/domain/messages/outbox-queue.repository';
import { createSender } from '../../../src/domain/messages/sender';
import { createKnex } from '../../../src/infrastructure/database/knex';
import { cipher, signature, silent } from './outbox';

const [url = '', step = '', count = '1'] = process.argv.slice(2);
const knex = createKnex(url);
let passings = 0;

function passStep(name: string): void {
  if (name !== step) return;
  passings += 1;
  if (passings >= Number(count)) process.kill(process.pid, 'SIGKILL');
}

async function around<T>(name: string, work: () => Promise<T>): Promise<T> {
  passStep(`before ${name}`);
  const result = await work();
  passStep(`after ${name}`);
  return result;
}

/** The other side writes down what it accepts, in a table of the test. */
const gateway: MessageGateway = {
  send: ({ stableId, text }) =>
    around('send', async () => {
      await knex('deliveries').insert({ stable_id: stableId, text });
    }),
  close: async () => undefined,
};

const outbox = createOutboxQueue(knex);
const queue: OutboxQueue = {
  claim: (...args) => around('claim', () => outbox.claim(...args)),
  markSent: (message) => around('markSent', () => outbox.markSent(message)),
  postpone: (...args) => outbox.postpone(...args),
  giveUp: (...args) => outbox.giveUp(...args),
  giveUpOverdue: () => outbox.giveUpOverdue(),
};

const sender = createSender({
  queue,
  gateways: { sms: gateway, wechat: null },
  cipher,
  log: silent,
  signature,
  pace: { leaseMs: 100, sendMs: 5000, batch: 5 },
});

async function main(): Promise<void> {
  await sender.sendDue();
  await knex.destroy();
}

void main();
