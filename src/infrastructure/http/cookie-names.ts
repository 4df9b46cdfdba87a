import type { Response } from 'express';
import type { Config } from '../config/config';
import type { Steps } from './steps';

/** Sent to every address of this host: the browser takes such a name from this very host alone. */
const HOST = '__Host-';
/** Sent to a part of the addresses: taken over an encrypted connection alone. */
const SECURE = '__Secure-';
const PREFIX = /^__(?:Host|Secure)-/;
const EVERYWHERE = /;\s*path=\/(?:;|$)/i;
const IS_SECURE = /;\s*secure(?:;|$)/i;

/** The browser's mark alone outlives the browser: it says nothing of who used it. */
const LASTING = /^zhiyuan\.device=/;
const LIFE = /;\s*(?:expires|max-age)=[^;]*/gi;
const IS_CLEARED = /;\s*(?:expires=Thu, 01 Jan 1970|max-age=0(?:;|$))/i;

/**
 * Every cookie but the browser's mark ends with the browser, whoever sets it: at a school's computer the next pupil
 * opens it anew, and a computer's clock may be wrong. When a thing serves no more is known here.
 *
 * Behind https each bears a name that a browser accepts over https alone, and from this host where it serves all of it:
 * a neighbour below the same domain, or whoever answers for it in clear, can plant none (`__Host-`, `__Secure-`). The
 * rest of the house knows the short names. It stands before everything that reads or sets a cookie.
 */
export function setUpCookieNames(steps: Steps, { publicUrl }: Config): void {
  const isSecure = publicUrl.protocol === 'https:';
  const finish = (line: string) => (isSecure ? prefix(endWithBrowser(line)) : endWithBrowser(line));
  steps.use((req, res, next) => {
    const { cookie } = req.headers;
    if (isSecure && cookie !== undefined) req.headers.cookie = readNames(cookie);
    writeCookies(res, finish);
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

function writeCookies(res: Response, finish: (line: string) => string): void {
  const finishAll = (value: number | string | readonly string[]) =>
    typeof value === 'object' ? value.map(finish) : finish(String(value));
  const setHeader = res.setHeader;
  res.setHeader = (name, value) =>
    setHeader.call(res, name, name.toLowerCase() === 'set-cookie' ? finishAll(value) : value);
  // The provider's library sets its cookies past the method above.
  const writeHead = res.writeHead;
  res.writeHead = (...words: unknown[]) => {
    const set = res.getHeader('Set-Cookie');
    if (set !== undefined) setHeader.call(res, 'Set-Cookie', finishAll(set));
    return Reflect.apply(writeHead, res, words);
  };
}

function endWithBrowser(line: string): string {
  return LASTING.test(line.replace(PREFIX, '')) || IS_CLEARED.test(line) ? line : line.replace(LIFE, '');
}

function prefix(line: string): string {
  if (PREFIX.test(line)) return line;
  const named = (EVERYWHERE.test(line) ? HOST : SECURE) + line;
  return IS_SECURE.test(named) ? named : `${named}; Secure`;
}
