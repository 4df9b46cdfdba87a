import { createHmac } from 'node:crypto';
import type { Request, Response } from 'express';
import { wallClock } from '../clock';
import type { Config } from '../config/config';
import { isEqualText } from '../security/equal-text';
import type { RingKey } from '../security/key-ring';
import { ACCOUNT_PATH } from './account-path';
import { getDevice } from './set-up-device';

/**
 * 退出 of a candidate who went to the account centre on the way (用学信网账号登录, 关联学信网账号) ends that account's session
 * at this browser too, whether or not they came back from there. Its cookie stands below /account alone, so the browser
 * is led past there with a ticket that nobody else can write.
 */
export interface AccountDeparture {
  /** Remembers at the browser that the account centre was opened from here. */
  expect(res: Response): void;
  /** Where 退出 leads: to `next`, past the account centre where it was opened. */
  begin(req: Request, res: Response, next: string): string;
  /** Where to go on to; null for a ticket that is not of this browser, or is old. */
  read(req: Request): string | null;
}

export const DEPARTURE_PATH = `${ACCOUNT_PATH}/departure`;

const COOKIE = 'zhiyuan.account.opened';
const LIFE_MS = 60_000;

export function createAccountDeparture({ secrets, publicUrl }: Config): AccountDeparture {
  const secure = publicUrl.protocol === 'https:';
  const sign = ({ text }: RingKey, req: Request, until: string, next: string) =>
    createHmac('sha256', text)
      .update(`account-departure|${getDevice(req)}|${until}|${next}`)
      .digest('base64url');

  return {
    expect: (res) => res.cookie(COOKIE, '1', { httpOnly: true, sameSite: 'lax', secure, path: '/' }),

    begin(req, res, next) {
      if (req.cookies[COOKIE] === undefined) return next;
      res.clearCookie(COOKIE, { path: '/' });
      const until = String(wallClock() + LIFE_MS);
      const query = new URLSearchParams({
        next,
        until,
        ticket: sign(secrets.session.current(), req, until, next),
      });
      return `${DEPARTURE_PATH}?${query}`;
    },

    read(req) {
      const { next, until, ticket } = req.query;
      if (typeof next !== 'string' || typeof until !== 'string' || typeof ticket !== 'string') return null;
      const holds = secrets.session
        .readable()
        .some((key) => isEqualText(ticket, sign(key, req, until, next)));
      return holds && Number(until) > wallClock() ? next : null;
    },
  };
}
