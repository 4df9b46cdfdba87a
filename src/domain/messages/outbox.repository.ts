import type { Knex } from 'knex';
import type { Part } from '../../infrastructure/database/named-values';
import { defineStatement, send } from '../../infrastructure/database/statement';
import { nudgeAfterCommit } from './outbox-nudge';

export type Channel = 'sms' | 'wechat' | 'email';

/** A message to whoever is told of an event, sealed and ready to be written. */
export interface NewMessage extends Contact {
  readonly kind: string;
  /** Sealed for whom it is about. */
  readonly textCipher: Buffer;
}

interface NewOutboxMessage {
  /** Null: not about a candidate. */
  readonly candidateId: number | null;
  /** The 学信 account it is about, if it is about one. */
  readonly accountId?: number | null;
  readonly kind: string;
  readonly channel: Channel;
  /** Sealed for whom it is about, see `sealed-message.ts`. */
  readonly destinationCipher: Buffer;
  /** Sealed for whom it is about. */
  readonly textCipher: Buffer;
  readonly atMostOnce: boolean;
  readonly lifeSeconds: number | null;
}

const insertMessage = defineStatement(
  `insert into outbox_messages
     (candidate_id, account_id, kind, channel, destination_cipher, text_cipher, at_most_once, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + make_interval(secs => $8))`,
);

/** Writes a message in the transaction of its event; it leaves after commit. */
export async function insertOutboxMessage(transaction: Knex, message: NewOutboxMessage): Promise<void> {
  await insertMessage(transaction, [
    message.candidateId,
    message.accountId ?? null,
    message.kind,
    message.channel,
    message.destinationCipher,
    message.textCipher,
    message.atMostOnce,
    message.lifeSeconds,
  ]);
  nudgeAfterCommit(transaction);
}

/** A text for each way, each sealed. */
interface SealedTexts {
  readonly smsCipher: Buffer;
  readonly wechatCipher: Buffer;
}

/** Writes one message to each of many candidates who can be reached, as one statement. */
export async function insertOutboxMessages(
  transaction: Knex,
  candidateIds: readonly number[],
  message: { readonly kind: string } & SealedTexts,
): Promise<void> {
  await transaction.raw(
    `insert into outbox_messages (candidate_id, kind, channel, destination_cipher, text_cipher)
     select c.id, ?, case when r.wechat_open_id_cipher is null then 'sms' else 'wechat' end,
            coalesce(r.wechat_open_id_cipher, c.phone_cipher),
            case when r.wechat_open_id_cipher is null then ?::bytea else ?::bytea end
       from unnest(?::bigint[]) as asked (id)
       join candidates c on c.id = asked.id
       join credentials r on r.candidate_id = c.id
      where coalesce(r.wechat_open_id_cipher, c.phone_cipher) is not null`,
    [message.kind, message.smsCipher, message.wechatCipher, [...candidateIds]],
  );
  nudgeAfterCommit(transaction);
}

/** Writes a message of its own to each of many candidates who can be reached, as one statement. */
export async function insertOutboxMessagesEach(
  transaction: Knex,
  kind: string,
  messages: readonly ({ readonly candidateId: number } & SealedTexts)[],
): Promise<void> {
  await transaction.raw(
    `insert into outbox_messages (candidate_id, kind, channel, destination_cipher, text_cipher)
     select c.id, ?, case when r.wechat_open_id_cipher is null then 'sms' else 'wechat' end,
            coalesce(r.wechat_open_id_cipher, c.phone_cipher),
            case when r.wechat_open_id_cipher is null then asked.sms else asked.wechat end
       from unnest(?::bigint[], ?::bytea[], ?::bytea[]) as asked (id, sms, wechat)
       join candidates c on c.id = asked.id
       join credentials r on r.candidate_id = c.id
      where coalesce(r.wechat_open_id_cipher, c.phone_cipher) is not null`,
    [
      kind,
      messages.map(({ candidateId }) => candidateId),
      messages.map(({ smsCipher }) => smsCipher),
      messages.map(({ wechatCipher }) => wechatCipher),
    ],
  );
  nudgeAfterCommit(transaction);
}

export interface Contact {
  readonly channel: 'sms' | 'wechat';
  readonly destinationCipher: Buffer;
}

interface ContactRow {
  readonly phone: Buffer | null;
  readonly wechat: Buffer | null;
}

const selectContact = defineStatement<ContactRow>(
  `select phone_cipher as phone, wechat_open_id_cipher as wechat
     from candidates join credentials on candidate_id = id where id = $1`,
);

/** Where a candidate is told of events: WeChat where the account is followed, else the phone; null where neither is bound. */
export function findContact(db: Knex, candidateId: number): Promise<Contact | null> {
  return send(
    db,
    selectContact.query([candidateId], ([row]) => readContact(row)),
  );
}

/** `findContact` among what a save reads, by `:candidate`. */
export const contactPart: Part = {
  columns: { phone: 'phone_cipher', wechat: 'wechat_open_id_cipher' },
  from: 'candidates join credentials on candidate_id = id where id = :candidate',
};

/** The contact that a row of ciphers tells of. */
export function readContact(row: ContactRow | null | undefined): Contact | null {
  if (row?.wechat) return { channel: 'wechat', destinationCipher: row.wechat };
  return row?.phone ? { channel: 'sms', destinationCipher: row.phone } : null;
}
