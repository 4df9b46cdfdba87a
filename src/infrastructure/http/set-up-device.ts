import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Express, Request } from 'express';
import type { Config } from '../config/config';
import { isEqualText } from '../security/equal-text';
import type { KeyRing, RingKey } from '../security/key-ring';

const NAME = 'zhiyuan.device';
const TWO_YEARS = 2 * 365 * 24 * 3600 * 1000;
const SIGNATURE_LENGTH = 24;
/** 128 random bits, a dot, and that we gave them. */
const SHAPE = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{24})$/;

const marks = new WeakMap<Request, string>();

/**
 * The browser's opaque mark; it outlives 退出 and says nothing of who used it. It comes of the cookie and does not lead
 * back to it: whoever reads it in a table, a dump or a log is not taken for that browser. '' before `setUpDevice`.
 */
export function getDevice(req: Request): string {
  return marks.get(req) ?? '';
}

/** The device cookie of 22 random signs: only what this installation gave counts, so that nobody makes browsers up. */
export function createDeviceCookie(secrets: KeyRing, seed: string): string {
  return signSeed(secrets.current(), seed);
}

function signSeed({ text }: RingKey, seed: string): string {
  const signature = createHmac('sha256', text).update(`device|${seed}`).digest('base64url');
  return `${seed}.${signature.slice(0, SIGNATURE_LENGTH)}`;
}

/** The mark of the browser that holds a device cookie; '' for a cookie that was not given here. */
export function markOfDevice(secrets: KeyRing, cookie: unknown): string {
  const seed = seedOf(cookie);
  if (seed === '' || !secrets.readable().some((key) => isEqualText(signSeed(key, seed), String(cookie))))
    return '';
  return createHash('sha256').update(`device|${seed}`).digest('base64url').slice(0, 22);
}

const seedOf = (cookie: unknown) => (typeof cookie === 'string' && SHAPE.exec(cookie)?.[1]) || '';

/** Reads which browser asks, by the cookies that were parsed. */
export function readDevice(req: Request, config: Config): void {
  marks.set(req, markOfDevice(config.secrets.session, req.cookies[NAME]));
}

/** Gives every browser that loads a page its device cookie. */
export function setUpDevice(app: Express, config: Config): void {
  const secure = config.publicUrl.protocol === 'https:';
  const { session: secrets } = config.secrets;
  app.use((req, res, next) => {
    readDevice(req, config);
    const there: unknown = req.cookies[NAME];
    const known = getDevice(req) !== '';
    const cookie = createDeviceCookie(secrets, known ? seedOf(there) : randomBytes(16).toString('base64url'));
    // A browser that was known by a former secret stays the same one, by the current secret.
    if (cookie !== there) {
      marks.set(req, markOfDevice(secrets, cookie));
      res.cookie(NAME, cookie, { httpOnly: true, sameSite: 'lax', secure, maxAge: TWO_YEARS, path: '/' });
    }
    next();
  });
}
