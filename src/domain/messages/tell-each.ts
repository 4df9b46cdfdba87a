import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import { type MailValues, presentMail } from '../mailbox/mail.presenter';
import { sendMailsEach } from '../mailbox/mail.repository';
import { insertOutboxMessagesEach } from './outbox.repository';
import { presentMessage, type ToldKind } from './present-message';
import { sealText } from './sealed-message';

/** As `tellMany`, each with values of their own: by mail and, where anything is bound, by WeChat or SMS. */
export async function tellEach(
  transaction: Knex,
  cipher: Cipher,
  events: readonly { readonly candidateId: number; readonly values: MailValues }[],
  { kind, at }: { readonly kind: ToldKind; readonly at: Date },
): Promise<void> {
  if (events.length === 0) return;
  const letters = events.map(({ candidateId, values }) => ({
    candidateId,
    values: { at, ...values },
    ...presentMail(kind, { at, ...values }),
  }));
  await sendMailsEach(transaction, letters, { kind, at });
  await insertOutboxMessagesEach(
    transaction,
    kind,
    letters.map(({ candidateId, values }) => {
      const texts = presentMessage(kind, values);
      return {
        candidateId,
        smsCipher: sealText(cipher, texts.sms, { candidateId, accountId: null }),
        wechatCipher: sealText(cipher, texts.wechat, { candidateId, accountId: null }),
      };
    }),
  );
}
