import type { Knex } from 'knex';
import { AppError } from '../../infrastructure/errors';
import { type ActAuthor, auditAct, beginAct } from '../officers/act-author';
import type { OfficeTokens } from '../officers/office-token.repository';
import { updateSignInRate } from './sign-in-rate.repository';

export const SIGN_IN_RATE_PURPOSE = 'setSignInRate';

/**
 * Sets how many candidates a second are let in, on all machines together, in force everywhere within 5 seconds; null:
 * as the configuration says. @throws AppError conflict (409) when it stands so already
 */
export function setSignInRate(
  db: Knex,
  tokens: OfficeTokens | null,
  author: ActAuthor,
  rate: number | null,
): Promise<void> {
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, SIGN_IN_RATE_PURPOSE);
    if ((await updateSignInRate(transaction, rate)) !== 1) throw new AppError('conflict', 409);
    await auditAct(transaction, author, {
      action: 'setSignInRate',
      subjectKind: 'signInRate',
      subjectId: 'signInRate',
      detail: { rate: rate ?? 'default' },
    });
  });
}
