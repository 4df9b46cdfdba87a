import type { Knex } from 'knex';
import { AppError } from '../../infrastructure/errors';
import type { FormTokens } from '../../infrastructure/security/form-token';

/** One-time tokens of the exam office's forms: what is sent twice is done once. */
export interface OfficeTokens {
  /** `purpose` names the form and what it is about, such as `renewOfficer|12`. */
  issue(officerId: number, purpose: string): string;
  /**
   * Uses a token up, in the transaction of the act.
   * @throws AppError actTokenForeign (403) for a token of another form or officer; actRepeated (409) when it was used before.
   */
  use(transaction: Knex.Transaction, token: string, officerId: number, purpose: string): Promise<void>;
}

export function createOfficeTokens(tokens: FormTokens): OfficeTokens {
  const nameOf = (purpose: string) => `office|${purpose}`;
  return {
    issue: (officerId, purpose) => tokens.issue(officerId, nameOf(purpose)),
    async use(transaction, token, officerId, purpose) {
      try {
        tokens.verify(token, officerId, nameOf(purpose));
      } catch (error) {
        if (error instanceof AppError) throw new AppError('actTokenForeign', 403);
        throw error;
      }
      const used = await transaction('used_office_tokens')
        .insert({ token })
        .onConflict('token')
        .ignore()
        .returning('token');
      if (used.length !== 1) throw new AppError('actRepeated', 409);
    },
  };
}
