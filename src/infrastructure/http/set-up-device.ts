import { createHash, createHmac } from 'node:crypto';
import type { Request } from 'express';
import { createBoundedCache } from '../bounded-cache';
import type { Config } from '../config/config';
import { drawText } from '../security/drawn-bytes';
import { isEqualText } from '../security/equal-text';
import type { KeyRing, RingKey } from '../security/key-ring';
import type { Steps } from './steps';

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

/** A browser as its cookie tells. */
interface KnownDevice {
  /** '' for a cookie that was not given here. */
  readonly mark: string;
  /** The cookie that it is to have: signed by the current secret. */
  readonly cookie: string;
}

/** Browsers whose cookies were looked at: as many as come within a minute or two of an opening hour. */
const MOST_KNOWN = 10_000;

/** Gives every browser that loads a page its device cookie. */
export function setUpDevice(steps: Steps, config: Config): void {
  const secure = config.publicUrl.protocol === 'https:';
  const { session: secrets } = config.secrets;
  const known = createBoundedCache<KnownDevice>(MOST_KNOWN, () => 1);

  const look = (cookie: string): KnownDevice => {
    const mark = markOfDevice(secrets, cookie);
    return { mark, cookie: mark === '' ? '' : createDeviceCookie(secrets, seedOf(cookie)) };
  };
  const greet = (): KnownDevice => {
    const cookie = createDeviceCookie(secrets, drawText(16));
    return { mark: markOfDevice(secrets, cookie), cookie };
  };

  steps.use((req, res, next) => {
    const there: unknown = req.cookies[NAME];
    // What has not the shape of our cookies is not kept.
    const found =
      typeof there === 'string' && SHAPE.test(there)
        ? known.get(secrets.readable(), there, () => look(there))
        : null;
    const device = found === null || found.mark === '' ? greet() : found;
    marks.set(req, device.mark);
    // A browser that was known by a former secret stays the same one, by the current secret.
    if (device.cookie !== there)
      res.cookie(NAME, device.cookie, {
        httpOnly: true,
        sameSite: 'lax',
        secure,
        maxAge: TWO_YEARS,
        path: '/',
      });
    next();
  });
}
