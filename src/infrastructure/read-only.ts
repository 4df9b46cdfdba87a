import { AppError } from './errors';

/** How long a browser is asked to wait before it tries again. */
export const RETRY_SECONDS = 60;

/** @throws AppError readOnly while the system is 只能查看 */
export function requireChanges({ readOnly }: { readonly readOnly: boolean }): void {
  if (readOnly) throw new AppError('readOnly', 503, { seconds: RETRY_SECONDS });
}
