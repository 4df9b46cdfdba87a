import type { Knex } from 'knex';
import { AppError } from '../../infrastructure/errors';
import type { FormTokens } from '../../infrastructure/security/form-token';

/** One-time tokens of forms of signed-in accounts: what is sent twice is done once. */
export interface AccountTokens {
  issue(accountId: number, purpose: string): string;
  /** @throws AppError actTokenForeign (403) for a token of another form or account; actRepeated (409) when it was used before. */
  use(transaction: Knex.Transaction, token: string, accountId: number, purpose: string): Promise<void>;
}

export function createAccountTokens(tokens: FormTokens): AccountTokens {
  const nameOf = (purpose: string) => `account|${purpose}`;
  return {
    issue: (accountId, purpose) => tokens.issue(accountId, nameOf(purpose)),
    async use(transaction, token, accountId, purpose) {
      try {
        tokens.verify(token, accountId, nameOf(purpose));
      } catch (error) {
        if (error instanceof AppError) throw new AppError('actTokenForeign', 403);
        throw error;
      }
      const used = await transaction('used_account_tokens')
        .insert({ token })
        .onConflict('token')
        .ignore()
        .returning('token');
      if (used.length !== 1) throw new AppError('actRepeated', 409);
    },
  };
}
