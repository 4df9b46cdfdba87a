import type { IncomingMessage, ServerResponse } from 'node:http';

/** A form must have come whole by then, in milliseconds; so that a few slow clients cannot hold every connection. */
const FORM_MS = 60_000;
/** A province's list over a county's line takes minutes; only officers who are signed in are given them. */
export const LIST_MS = 20 * 60_000;

/** Photographs of a phone over a slow line; only those whom a place admits are given them. */
export const PHOTO_MS = 5 * 60_000;

const timers = new WeakMap<IncomingMessage, { extend(ms: number): void }>();

/** Cuts a request off whose body has not come whole in time. */
export function limitBodyTime(req: IncomingMessage, res: ServerResponse, ms = FORM_MS): void {
  if (req.headers['content-length'] === undefined && req.headers['transfer-encoding'] === undefined) return;
  const cut = () => {
    if (req.complete) return;
    if (!res.headersSent) res.writeHead(408, { Connection: 'close' });
    if (res.writableEnded) req.destroy();
    else res.end(() => req.destroy());
  };
  let timer = setTimeout(cut, ms);
  const stop = () => clearTimeout(timer);
  req.once('close', stop);
  timers.set(req, {
    extend(longer) {
      clearTimeout(timer);
      timer = setTimeout(cut, longer);
    },
  });
}

/** Gives a request more time to come whole. */
export function extendBodyTime(req: IncomingMessage, ms: number): void {
  timers.get(req)?.extend(ms);
}
