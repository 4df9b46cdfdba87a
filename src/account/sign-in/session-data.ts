import 'express-session';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import { wallClock } from '../../infrastructure/clock';

/** 找回用户名, 找回密码 or 验证身份 (which makes a browser known). */
export type SearchPurpose = 'findUserName' | 'findPassword' | 'proveOwner';

/** A search under way at one browser. */
export interface AccountSearch {
  readonly purpose: SearchPurpose;
  /** Codes serve within it. */
  readonly journey: string;
  /** Whom the facts fit: nobody, one, or several accounts of one person; nothing of what follows may tell. */
  readonly accountIds: readonly number[];
  readonly way: SearchWay;
  /** Keys the counters of these facts. */
  readonly facts: string;
  /** Milliseconds of real time. */
  readonly until: number;
}

/** By a code to what is bound, or by scanning with it. */
export type SearchWay = 'sms' | 'email' | FactorKind;

/** The code came back: a new password may be set. */
export interface AccountReset {
  readonly accountId: number;
  /** Marks the password that is to be replaced. */
  readonly mark: string;
  /** Milliseconds of real time. */
  readonly until: number;
}

declare module 'express-session' {
  interface SessionData {
    accountSearch?: AccountSearch;
    accountReset?: AccountReset;
    /** Told once at the sign-in page. */
    accountNotice?: 'passwordReset' | 'browserProved';
    /** 找回用户名 has come to this, shown once. */
    foundUserName?: string;
  }
}

export const SEARCH_MS = 15 * 60_000;

/** The search of a session as long as it lasts. */
export function findAccountSearch(
  session: { readonly accountSearch?: AccountSearch },
  purpose: SearchPurpose,
): AccountSearch | null {
  const { accountSearch: search } = session;
  return search !== undefined && search.purpose === purpose && search.until > wallClock() ? search : null;
}
