import type { Request } from 'express';
import type { OpenedAt } from '../way-back';

/**
 * What a browser says of the page that a form stands on. `Host` would not do: a proxy may put its own name there.
 * Old browsers send no `Origin` with a form of the same site, but the address of the page.
 */
export function readOpenedAt(req: Request, page: string): OpenedAt {
  const told = [req.get('origin'), req.get('referer')].find(isWebAddress);
  return { origin: told === undefined ? null : new URL(told).origin, page };
}

/** `null` is what a browser says that says nothing; of an app or a file there is no address to come from. */
const isWebAddress = (told: string | undefined): told is string =>
  told !== undefined && /^https?:\/\//.test(told) && URL.canParse(told);

/**
 * Where a browser has to come that sends no cookie, where it keeps none because it came without TLS: cookies of an
 * installation whose PUBLIC_URL is https are for https alone. Empty where that is not why.
 */
export function findSecureAddress(req: Request, publicUrl: URL, page: string): string {
  if (publicUrl.protocol !== 'https:' || req.headers.cookie !== undefined) return '';
  const insecure = readOpenedAt(req, page).origin?.startsWith('http:') === true;
  return insecure ? new URL(page, publicUrl).href : '';
}

/**
 * Whether a browser has this site open under `host` (with its port): PUBLIC_URL's, or the one that it asked. A proxy may
 * leave out the port of `Host`, or put its own name there.
 */
export function isOwnHost(req: Request, publicUrl: URL, host: string): boolean {
  return host === publicUrl.host || host === req.get('host');
}
