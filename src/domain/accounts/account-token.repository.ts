import { type ActTokens, createActTokens } from '../../infrastructure/security/act-token.repository';
import type { FormTokens } from '../../infrastructure/security/form-token';

/** One-time tokens of forms of signed-in accounts. */
export type AccountTokens = ActTokens;

export function createAccountTokens(tokens: FormTokens): AccountTokens {
  return createActTokens(tokens, 'account', 'used_account_tokens');
}
