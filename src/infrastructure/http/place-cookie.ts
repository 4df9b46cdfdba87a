import { createHmac } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Config } from '../config/config';
import { isEqualText } from '../security/equal-text';
import { perTurn } from '../security/key-ring';
import { getDevice } from './set-up-device';

/**
 * What a browser holds of 登录: a place in the line, the way in that came of it, or that a form is open in it. Signed, and
 * worth nothing beside another browser's mark.
 */
interface PlaceToken {
  readonly kind: 'place' | 'entry' | 'filing';
  readonly id: string;
  /** Of a place: where it stands in the line. */
  readonly at: number;
  /** Real time in milliseconds at which it serves no more. */
  readonly until: number;
}

export interface PlaceCookies {
  /** Null: none, one of another browser, a forged or an old one. */
  read(req: Request, kind: PlaceToken['kind'], now: number): PlaceToken | null;
  write(req: Request, res: Response, token: PlaceToken): void;
  clear(res: Response, kind: PlaceToken['kind']): void;
}

const names = { place: 'zhiyuan.place', entry: 'zhiyuan.place', filing: 'zhiyuan.filing' } as const;
/** Nothing else is told of it. */
const PATH = '/sign-in';

export function createPlaceCookies(config: Config): PlaceCookies {
  const keys = perTurn(config.secrets.session, (readable) =>
    readable.map(({ text }) => createHmac('sha256', text).update('waiting room').digest()),
  );
  const secure = config.publicUrl.protocol === 'https:';
  const sign = (key: Buffer, text: string, device: string) =>
    createHmac('sha256', key).update(`${text}|${device}`).digest('base64url').slice(0, 24);
  return {
    read(req, kind, now) {
      const value: unknown = req.cookies[names[kind]];
      if (typeof value !== 'string' || value.length > 120) return null;
      const end = value.lastIndexOf('.');
      const [is, id = '', until, at] = value.slice(0, end).split('~');
      const [text, signature, device] = [value.slice(0, end), value.slice(end + 1), getDevice(req)];
      if (is !== kind || !keys().some((key) => isEqualText(signature, sign(key, text, device)))) return null;
      const token = { kind, id, until: Number(until), at: Number(at) };
      return token.until > now ? token : null;
    },
    clear: (res, kind) => void res.clearCookie(names[kind], { path: PATH }),
    write(req, res, { kind, id, until, at }) {
      const text = [kind, id, until, at].join('~');
      res.cookie(names[kind], `${text}.${sign(keys()[0] ?? Buffer.alloc(0), text, getDevice(req))}`, {
        httpOnly: true,
        sameSite: 'lax',
        secure,
        path: PATH,
        // Ends with the browser: when it serves no more stands in it, and the clock of a school's computer may be wrong.
      });
    },
  };
}
