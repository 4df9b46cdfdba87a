import { randomBytes } from 'node:crypto';
import type { Request } from 'express';
import { requestDuration } from '../meters';
import type { Steps } from './steps';

const ids = new WeakMap<Request, string>();
/** Tells this process from others, and from itself before a restart; within it requests are counted. */
const PROCESS = randomBytes(3).toString('hex');
const MOST = 2 ** 24;
let count = 0;

/** What a request is called in the log, on an error page and in the header `X-Request-Id`. */
export function getRequestId(req: Request): string {
  return ids.get(req) ?? '';
}

/** Names each request, and measures it until its answer has left. It comes before everything. */
export function setUpMeters(steps: Steps): void {
  steps.use((req, res, next) => {
    count = (count + 1) % MOST;
    const id = PROCESS + count.toString(16).padStart(6, '0');
    ids.set(req, id);
    res.setHeader('X-Request-Id', id);
    const begun = performance.now();
    res.once('close', () => {
      // Nobody waited for the answer: as nginx has it.
      const status = res.writableFinished ? res.statusCode : 499;
      requestDuration.observe(
        {
          http_request_method: req.method,
          http_route: describeRoute(req),
          http_response_status_code: String(status),
        },
        (performance.now() - begun) / 1000,
      );
    });
    next();
  });
}

/** The pattern of the route that answered; what has none is said in a word, or each address would be a label. */
function describeRoute(req: Request): string {
  const route: unknown = req.route?.path;
  if (typeof route === 'string') return route;
  return /^\/(css|js|vendor|img)\//.test(req.path) ? 'assets' : 'none';
}
