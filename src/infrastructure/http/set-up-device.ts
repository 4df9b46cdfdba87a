import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Express, Request } from 'express';
import type { Config } from '../config/config';
import { isEqualText } from '../security/equal-text';

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
export function createDeviceCookie(secret: string, seed: string): string {
  const signature = createHmac('sha256', secret).update(`device|${seed}`).digest('base64url');
  return `${seed}.${signature.slice(0, SIGNATURE_LENGTH)}`;
}

/** The mark of the browser that holds a device cookie; '' for a cookie that was not given here. */
export function markOfDevice(secret: string, cookie: unknown): string {
  const [, seed = ''] = (typeof cookie === 'string' && SHAPE.exec(cookie)) || [];
  if (seed === '' || !isEqualText(createDeviceCookie(secret, seed), String(cookie))) return '';
  return createHash('sha256').update(`device|${seed}`).digest('base64url').slice(0, 22);
}

/** Reads which browser asks, by the cookies that were parsed. */
export function readDevice(req: Request, config: Config): void {
  marks.set(req, markOfDevice(config.secrets.session, req.cookies[NAME]));
}

/** Gives every browser that loads a page its device cookie. */
export function setUpDevice(app: Express, config: Config): void {
  const secure = config.publicUrl.protocol === 'https:';
  const { session: secret } = config.secrets;
  app.use((req, res, next) => {
    readDevice(req, config);
    if (getDevice(req) === '') {
      const cookie = createDeviceCookie(secret, randomBytes(16).toString('base64url'));
      marks.set(req, markOfDevice(secret, cookie));
      res.cookie(NAME, cookie, { httpOnly: true, sameSite: 'lax', secure, maxAge: TWO_YEARS, path: '/' });
    }
    next();
  });
}
