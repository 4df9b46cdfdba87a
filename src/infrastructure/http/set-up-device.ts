import { randomBytes } from 'node:crypto';
import type { Express, Request } from 'express';
import type { Config } from '../config/config';

const NAME = 'zhiyuan.device';
const TWO_YEARS = 2 * 365 * 24 * 3600 * 1000;
const SHAPE = /^[A-Za-z0-9_-]{22}$/;

/** The browser's opaque mark; it outlives 退出 and says nothing of who used it. */
export function getDevice(req: Request): string {
  const value: unknown = req.cookies?.[NAME];
  return typeof value === 'string' && SHAPE.test(value) ? value : '';
}

/** Gives every browser that loads a page its device cookie. */
export function setUpDevice(app: Express, config: Config): void {
  const secure = config.publicUrl.protocol === 'https:';
  app.use((req, res, next) => {
    if (getDevice(req) === '') {
      const device = randomBytes(16).toString('base64url');
      req.cookies[NAME] = device;
      res.cookie(NAME, device, { httpOnly: true, sameSite: 'lax', secure, maxAge: TWO_YEARS, path: '/' });
    }
    next();
  });
}
