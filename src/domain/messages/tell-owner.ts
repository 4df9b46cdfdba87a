import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { MailValues } from '../mailbox/mail.presenter';
import { sendMail } from '../mailbox/mail.repository';
import { type Contact, findContact, insertOutboxMessage, TEXT_CONTEXT } from './outbox.repository';
import { presentMessage, type ToldKind } from './present-message';

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
  const [contact] = await Promise.all([
    findContact(transaction, event.candidateId),
    sendMail(transaction, event),
  ]);
  const contacts = [contact, event.before ?? null].filter((one) => one !== null);
  if (contacts.length === 0) return;
  const texts = presentMessage(event.kind, { at: event.at, ...event.values });
  for (const contact of contacts) {
    await insertOutboxMessage(transaction, {
      candidateId: event.candidateId,
      kind: event.kind,
      ...contact,
      textCipher: cipher.encrypt(texts[contact.channel], TEXT_CONTEXT),
      atMostOnce: false,
      lifeSeconds: null,
    });
  }
}
