import { type ActTokens, createActTokens } from '../../infrastructure/security/act-token.repository';
import type { FormTokens } from '../../infrastructure/security/form-token';

/** One-time tokens of the exam office's forms. */
export type OfficeTokens = ActTokens;

export function createOfficeTokens(tokens: FormTokens): OfficeTokens {
  return createActTokens(tokens, 'office', 'used_office_tokens');
}
