import type { Pass } from '../../infrastructure/security/admissions';
import { isEqualText } from '../../infrastructure/security/equal-text';

/** Whether a 核对码 is the request's, however its digits were typed; takes the pass of a charged try. */
export function isMatchCode(_pass: Pass, typed: string, expected: string): boolean {
  return isEqualText(typed.normalize('NFKC').replace(/\s/g, ''), expected);
}
