import type { Knex } from 'knex';
import { type MailKind, type MailValues, presentMail, sendMailsEach } from '../mailbox';
import type { Cipher } from '../security/cipher';
import { insertOutboxMessagesEach, TEXT_CONTEXT } from './outbox.repository';
import { shortenText } from './shorten-text';

/** As `tellMany`, each with values of their own: by mail and, where anything is bound, by WeChat or SMS. */
export async function tellEach(
  transaction: Knex,
  cipher: Cipher,
  events: readonly { readonly candidateId: number; readonly values: MailValues }[],
  { kind, at }: { readonly kind: MailKind; readonly at: Date },
): Promise<void> {
  if (events.length === 0) return;
  const letters = events.map(({ candidateId, values }) => ({
    candidateId,
    ...presentMail(kind, { at, ...values }),
  }));
  await sendMailsEach(transaction, letters, { kind, at });
  await insertOutboxMessagesEach(
    transaction,
    kind,
    letters.map(({ candidateId, body }) => ({
      candidateId,
      textCipher: cipher.encrypt(shortenText(body), TEXT_CONTEXT),
    })),
  );
}
