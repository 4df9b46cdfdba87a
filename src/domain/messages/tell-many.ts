import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { MailValues } from '../mailbox/mail.presenter';
import { sendMails } from '../mailbox/mail.repository';
import { insertOutboxMessages } from './outbox.repository';
import { presentMessage, type ToldKind } from './present-message';
import { sealSharedText } from './sealed-message';

/**
 * Tells many candidates the same, each by mail and, where anything is bound, by WeChat or SMS, in the transaction of
 * the event (P12).
 */
export async function tellMany(
  transaction: Knex,
  cipher: Cipher,
  candidateIds: readonly number[],
  event: { readonly kind: ToldKind; readonly at: Date; readonly values: MailValues },
): Promise<void> {
  if (candidateIds.length === 0) return;
  await sendMails(transaction, candidateIds, event);
  const texts = presentMessage(event.kind, { at: event.at, ...event.values });
  await insertOutboxMessages(transaction, candidateIds, {
    kind: event.kind,
    smsCipher: sealSharedText(cipher, texts.sms),
    wechatCipher: sealSharedText(cipher, texts.wechat),
  });
}
