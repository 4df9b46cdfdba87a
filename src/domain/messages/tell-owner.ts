import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { MailValues } from '../mailbox/mail.presenter';
import { sendMail } from '../mailbox/mail.repository';
import { type Contact, findContact, insertOutboxMessage, type NewMessage } from './outbox.repository';
import { presentMessage, type ToldKind } from './present-message';
import { sealText } from './sealed-message';

export interface OwnerEvent {
  readonly candidateId: number;
  readonly kind: ToldKind;
  /** The event's instant, as the mail shows it. */
  readonly at: Date;
  readonly values: MailValues;
  /** What was bound until this event and is told of it too, such as the phone before its change. */
  readonly before?: Contact | null;
}

/**
 * Tells the owner of what was done in their name: a read-only mail, and a message by WeChat or SMS to whoever bound
 * one, both in the transaction of the event (P12).
 */
export async function tellOwner(transaction: Knex, cipher: Cipher, event: OwnerEvent): Promise<void> {
  const { candidateId, kind, at, values } = event;
  await sendMail(transaction, event);
  const contacts = [await findContact(transaction, candidateId), event.before ?? null];
  for (const contact of contacts) {
    if (contact === null) continue;
    const message = sealMessage(cipher, candidateId, contact, kind, { at, ...values });
    await insertOutboxMessage(transaction, { candidateId, ...message, atMostOnce: false, lifeSeconds: null });
  }
}

/** The message about an event, as one way brings it. */
export function sealMessage(
  cipher: Cipher,
  candidateId: number,
  contact: Contact,
  kind: ToldKind,
  values: MailValues & { readonly at: Date },
): NewMessage {
  const text = presentMessage(kind, values)[contact.channel];
  return { kind, ...contact, textCipher: sealText(cipher, text, { candidateId, accountId: null }) };
}
