import type { Knex } from 'knex';
import { type FactorKind, listFactors } from '../../domain/accounts/factor.repository';
import { factorKinds, providerNames } from '../../domain/accounts/provider-names';
import { openAccountPhone, openEmail } from '../../domain/accounts/sealed';
import { formatInstant } from '../../infrastructure/format-time';
import type { Cipher } from '../../infrastructure/security/cipher';
import { maskEmail, maskPhone } from '../../rules/identity/masking';
import type { AccountHandler } from '../as-account';

/** 账号管理: what is bound, and where each is changed. */
export function createAccountSecurityController(
  db: Knex,
  cipher: Cipher,
  offersEmail: boolean,
  scanKinds: readonly FactorKind[],
): AccountHandler {
  return async ({ account, render }) => {
    const factors = await listFactors(db, account.id);
    const { emailCipher, emailBoundAt } = account;
    render('account/centre/security', {
      phone: maskPhone(openAccountPhone(cipher, account.phoneCipher, account.userName)),
      offersEmail,
      email: emailCipher === null ? '' : maskEmail(openEmail(cipher, emailCipher, account.userName)),
      emailPending: emailBoundAt === null,
      factors: factorKinds
        .map((kind) => {
          const bound = factors.find((one) => one.kind === kind);
          return {
            name: providerNames[kind],
            boundAt: bound === undefined ? '' : formatInstant(bound.boundAt),
            offered: scanKinds.includes(kind),
          };
        })
        .filter(({ boundAt, offered }) => offered || boundAt !== ''),
      closesAt: account.closesAt === null ? '' : formatInstant(account.closesAt),
    });
  };
}
