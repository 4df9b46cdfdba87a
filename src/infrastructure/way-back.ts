import { AppError } from './errors';

/** Where a browser has the page open from which it is led away to another site. */
export interface OpenedAt {
  /** As the browser says it; null where it does not. */
  readonly origin: string | null;
  /** The page that the form stands on. */
  readonly page: string;
}

/**
 * The other site leads back to `returnsTo` and nowhere else. A browser that has this one open by another name, or by
 * the number of the server, would arrive there without its cookies; and browsers stop a form that leads on to another
 * origin without a word (`form-action`). So it is told by which address to come.
 * @throws AppError otherAddress
 */
export function requireWayBack({ origin, page }: OpenedAt, returnsTo: string): void {
  const own = new URL(returnsTo).origin;
  if (origin === null || origin === own) return;
  throw new AppError('otherAddress', 409, { address: new URL(page, own).href });
}
