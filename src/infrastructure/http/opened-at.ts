import type { Request } from 'express';
import type { OpenedAt } from '../way-back';

/**
 * What a browser says of the page that a form stands on. `Host` would not do: a proxy may put its own name there.
 * Old browsers send no `Origin` with a form of the same site, but the address of the page.
 */
export function readOpenedAt(req: Request, page: string): OpenedAt {
  const told = [req.get('origin'), req.get('referer')].find((one) => one !== undefined && URL.canParse(one));
  return { origin: told === undefined ? null : new URL(told).origin, page };
}
