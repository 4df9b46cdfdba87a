import type { Knex } from 'knex';
import { AppError } from '../errors';
import type { FormTokens } from './form-token';

/** One-time tokens of the forms of people who are signed in: what is sent twice is done once. */
export interface ActTokens {
  /** `purpose` names the form and what it is about, such as `renewOfficer|12`. */
  issue(holderId: number, purpose: string): string;
  /**
   * Uses a token up, in the transaction of the act.
   * @throws AppError actTokenForeign (403) for a token of another form or holder; actRepeated (409) when it was used before.
   */
  use(transaction: Knex.Transaction, token: string, holderId: number, purpose: string): Promise<void>;
}

/** Tokens of one kind of holder; `table` keeps those that are used up. */
export function createActTokens(
  tokens: FormTokens,
  kind: 'office' | 'account',
  table: 'used_office_tokens' | 'used_account_tokens',
): ActTokens {
  const nameOf = (purpose: string) => `${kind}|${purpose}`;
  return {
    issue: (holderId, purpose) => tokens.issue(holderId, nameOf(purpose)),
    async use(transaction, token, holderId, purpose) {
      try {
        tokens.verify(token, holderId, nameOf(purpose));
      } catch (error) {
        if (error instanceof AppError) throw new AppError('actTokenForeign', 403);
        throw error;
      }
      const used = await transaction(table).insert({ token }).onConflict('token').ignore().returning('token');
      if (used.length !== 1) throw new AppError('actRepeated', 409);
    },
  };
}
