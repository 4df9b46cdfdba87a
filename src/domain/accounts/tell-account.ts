import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import { insertOutboxMessage } from '../messages/outbox.repository';
import { sealDestination, sealText } from '../messages/sealed-message';
import type { Account } from './account';
import { type AccountMailKind, type AccountMailValues, presentAccountMail } from './account-mail.presenter';
import { insertAccountMail } from './account-mail.repository';
import { presentAccountSms } from './account-sms.presenter';
import { openAccountPhone, openEmail } from './sealed';

type Told = Pick<Account, 'id' | 'userName' | 'phoneCipher' | 'emailCipher' | 'emailBoundAt'>;

interface AccountEvent {
  readonly kind: AccountMailKind;
  readonly at: Date;
  readonly values?: AccountMailValues;
  /** Where the letter of 收件箱 leads. */
  readonly path?: string;
}

/**
 * Tells everything bound to an account of what was done in its name, in the transaction of the event: a letter in
 * 收件箱, a message to the phone, and one to the mailbox where one is bound (P12). `account` is as it was before the
 * event, so that the phone or the mailbox that goes is told; `alsoPhone` is the one that comes, in 11 digits.
 */
export async function tellAccount(
  transaction: Knex,
  cipher: Cipher,
  account: Told,
  { kind, at, values = {}, path }: AccountEvent,
  alsoPhone: string | null = null,
): Promise<void> {
  const { title, body } = presentAccountMail(kind, { at, userName: account.userName, ...values });
  await insertAccountMail(transaction, cipher, account.id, { kind, title, body, path: path ?? null });
  const sms = presentAccountSms(kind, { at, userName: account.userName, ...values });
  const owner = { candidateId: null, accountId: account.id };
  const texts = { sms: sealText(cipher, sms, owner), email: sealText(cipher, body, owner) };
  const targets = [
    { channel: 'sms' as const, destination: openAccountPhone(cipher, account.phoneCipher, account.userName) },
    ...(alsoPhone === null ? [] : [{ channel: 'sms' as const, destination: alsoPhone }]),
    ...(account.emailCipher === null || account.emailBoundAt === null
      ? []
      : [
          {
            channel: 'email' as const,
            destination: openEmail(cipher, account.emailCipher, account.userName),
          },
        ]),
  ];
  for (const { channel, destination } of targets) {
    await insertOutboxMessage(transaction, {
      candidateId: null,
      accountId: account.id,
      kind: `account.${kind}`,
      channel,
      destinationCipher: sealDestination(cipher, channel, destination, account.id),
      textCipher: texts[channel],
      atMostOnce: false,
      lifeSeconds: null,
    });
  }
}
