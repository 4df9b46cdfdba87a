import type { IncomingMessage } from 'node:http';

/** What was asked for: an act, or a page and nothing else. */
export type Asked = 'act' | 'page';

/** What a request asks for. What a script asks for stands within a page that is open, and is no page. */
export function whatWasAsked({ method, headers }: IncomingMessage): Asked {
  const looks = method === 'GET' || method === 'HEAD';
  return looks && headers['hx-request'] === undefined ? 'page' : 'act';
}
