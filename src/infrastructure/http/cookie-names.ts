import type { Express, Response } from 'express';
import type { Config } from '../config/config';

/** Sent to every address of this host: the browser takes such a name from this very host alone. */
const HOST = '__Host-';
/** Sent to a part of the addresses: taken over an encrypted connection alone. */
const SECURE = '__Secure-';
const PREFIX = /^__(?:Host|Secure)-/;
const EVERYWHERE = /;\s*path=\/(?:;|$)/i;
const IS_SECURE = /;\s*secure(?:;|$)/i;

/**
 * Behind https each cookie bears a name that a browser accepts over https alone, and from this host where it serves all
 * of it: a neighbour below the same domain, or whoever answers for it in clear, can plant none (`__Host-`, `__Secure-`).
 * The rest of the house knows the short names. It stands before everything that reads or sets a cookie.
 */
export function setUpCookieNames(app: Express, { publicUrl }: Config): void {
  if (publicUrl.protocol !== 'https:') return;
  app.use((req, res, next) => {
    const { cookie } = req.headers;
    if (cookie !== undefined) req.headers.cookie = readNames(cookie);
    writeNames(res);
    next();
  });
}

/** Cookies without such a name were planted, or are of before: they are not there. */
function readNames(header: string): string {
  return header
    .split(/;\s*/)
    .filter((pair) => PREFIX.test(pair))
    .map((pair) => pair.replace(PREFIX, ''))
    .join('; ');
}

function writeNames(res: Response): void {
  const setHeader = res.setHeader;
  res.setHeader = (name, value) =>
    setHeader.call(res, name, name.toLowerCase() === 'set-cookie' ? prefixAll(value) : value);
  // The provider's library sets its cookies past the method above.
  const writeHead = res.writeHead;
  res.writeHead = (...words: unknown[]) => {
    const set = res.getHeader('Set-Cookie');
    if (set !== undefined) setHeader.call(res, 'Set-Cookie', prefixAll(set));
    return Reflect.apply(writeHead, res, words);
  };
}

function prefixAll(value: number | string | readonly string[]): string | readonly string[] {
  return typeof value === 'object' ? value.map(prefix) : prefix(String(value));
}

function prefix(line: string): string {
  if (PREFIX.test(line)) return line;
  const named = (EVERYWHERE.test(line) ? HOST : SECURE) + line;
  return IS_SECURE.test(named) ? named : `${named}; Secure`;
}
