import type { Knex } from 'knex';
import { type MailKind, type MailValues, presentMail, sendMails } from '../mailbox';
import type { Cipher } from '../security/cipher';
import { insertOutboxMessages, TEXT_CONTEXT } from './outbox.repository';
import { shortenText } from './shorten-text';

/**
 * Tells many candidates the same, each by mail and, where anything is bound, by WeChat or SMS, in the transaction of
 * the event (P12).
 */
export async function tellMany(
  transaction: Knex,
  cipher: Cipher,
  candidateIds: readonly number[],
  event: { readonly kind: MailKind; readonly at: Date; readonly values: MailValues },
): Promise<void> {
  if (candidateIds.length === 0) return;
  await sendMails(transaction, candidateIds, event);
  const { body } = presentMail(event.kind, { at: event.at, ...event.values });
  const textCipher = cipher.encrypt(shortenText(body), TEXT_CONTEXT);
  await insertOutboxMessages(transaction, candidateIds, { kind: event.kind, textCipher });
}
