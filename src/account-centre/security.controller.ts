import type { Knex } from 'knex';
import { listFactors, openAccountPhone, openEmail } from '../accounts';
import { formatInstant } from '../format-time';
import { maskEmail, maskPhone } from '../identity';
import type { AccountHandler } from '../middleware/as-account';
import type { Cipher } from '../security/cipher';

/** 账号管理: what is bound, and where each is changed. */
export function createAccountSecurityController(
  db: Knex,
  cipher: Cipher,
  offersEmail: boolean,
): AccountHandler {
  return async ({ account, render }) => {
    const factors = await listFactors(db, account.id);
    const boundAt = (kind: 'wechat' | 'alipay') => {
      const factor = factors.find((one) => one.kind === kind);
      return factor === undefined ? '' : formatInstant(factor.boundAt);
    };
    const { emailCipher, emailBoundAt } = account;
    render('account-centre/security', {
      phone: maskPhone(openAccountPhone(cipher, account.phoneCipher)),
      offersEmail,
      email: emailCipher === null ? '' : maskEmail(openEmail(cipher, emailCipher)),
      emailPending: emailBoundAt === null,
      wechat: boundAt('wechat'),
      alipay: boundAt('alipay'),
      closesAt: account.closesAt === null ? '' : formatInstant(account.closesAt),
    });
  };
}
