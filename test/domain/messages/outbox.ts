import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { MessageGateway, OutgoingMessage } from '../../../src/domain/messages/gateway';
import { insertOutboxMessage } from '../../../src/domain/messages/outbox.repository';
import { sealText } from '../../../src/domain/messages/sealed-message';
import { tellOwner } from '../../../src/domain/messages/tell-owner';
import { sealPhone } from '../../../src/domain/phones/phone.repository';
import { loadConfig } from '../../../src/infrastructure/config/config';
import { createLogger } from '../../../src/infrastructure/logger';
import { type Cipher, createCipher } from '../../../src/infrastructure/security/cipher';

const { dataKey, indexKey } = loadConfig({}).secrets;
export const cipher: Cipher = createCipher(dataKey, indexKey);
export const silent = createLogger('silent');

/** As the office of the shipped pack signs. */
export const signature = () => ({ office: '河南省招生办公室', addedByGateway: false });

export const PHONE = '13900000001';

/** A candidate of the demo with a phone of their own and no WeChat. @returns the id. */
export async function bindPhone(knex: Knex, phone = PHONE): Promise<number> {
  const row = await knex('candidates')
    .whereNull('phone_cipher')
    .orderBy('id')
    .first('id', 'candidate_number');
  const sealed = sealPhone(cipher, phone, row.candidate_number);
  await knex('candidates').where({ id: row.id }).update({
    phone_cipher: sealed.cipher,
    phone_index: sealed.index,
  });
  await knex('credentials')
    .where({ candidate_id: row.id })
    .update({ wechat_open_id_cipher: null, wechat_open_id_index: null, wechat_bound_at: null });
  return row.id;
}

/** One event: its mail and its message, in one transaction. */
export function tell(knex: Knex, candidateId: number, address = '10.0.0.1'): Promise<void> {
  return knex.transaction((transaction) =>
    tellOwner(transaction, cipher, {
      candidateId,
      kind: 'passwordChanged',
      at: new Date('2021-06-26T08:00:00+08:00'),
      values: { address },
    }),
  );
}

/** A code's message by itself. */
export async function sendCode(
  knex: Knex,
  candidateId: number,
  text = '验证码为123456',
  lifeSeconds = 120,
): Promise<void> {
  const row = await knex('candidates').where({ id: candidateId }).first('candidate_number');
  return insertOutboxMessage(knex, {
    candidateId,
    kind: 'code.reset',
    channel: 'sms',
    destinationCipher: sealPhone(cipher, PHONE, row.candidate_number).cipher,
    textCipher: sealText(cipher, text, { candidateId, accountId: null }),
    atMostOnce: true,
    lifeSeconds,
  });
}

/** A gateway that keeps what it is handed. */
export interface KeepingGateway extends MessageGateway {
  readonly kept: OutgoingMessage[];
}

export function createKeepingGateway(
  before: (message: OutgoingMessage) => Promise<void> | void = () => undefined,
): KeepingGateway {
  const kept: OutgoingMessage[] = [];
  return {
    kept,
    async send(message) {
      await before(message);
      kept.push(message);
    },
    close: async () => undefined,
  };
}

export function describeMessage(change: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    stableId: randomUUID(),
    channel: 'sms',
    destination: PHONE,
    text: '您好',
    lifeSeconds: null,
    ...change,
  };
}

/** Something that a test waits for, or makes others wait for. */
export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}
