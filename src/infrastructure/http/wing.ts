import type { Request } from 'express';
import { ACCOUNT_PATH, isAccountPath } from './account-path';
import { isOfficePath, OFFICE_PATH } from './office-path';
import { ACCOUNT_SESSION_COOKIE, OFFICE_SESSION_COOKIE, SESSION_COOKIE } from './set-up-sessions';

/** One of the three parts of the house that have a sign-in of their own. */
export interface Wing {
  readonly name: 'candidate' | 'office' | 'account';
  /** Where whoever is signed in arrives. */
  readonly home: string;
  /** In front of every address of the wing. */
  readonly prefix: string;
  readonly signIn: string;
  readonly signOut: string;
  /** Where 退出 leads. */
  readonly signedOut: string;
  readonly sessionCookie: string;
  /** The id of whom the session names; null where nobody is signed in. The session may have ended since. */
  readonly idOf: (req: Request) => number | null;
}

const candidate: Wing = {
  name: 'candidate',
  home: '/',
  prefix: '',
  signIn: '/sign-in',
  signOut: '/sign-out',
  signedOut: '/signed-out',
  sessionCookie: SESSION_COOKIE,
  idOf: ({ session }) => session?.candidate?.id ?? null,
};

const office: Wing = {
  name: 'office',
  home: OFFICE_PATH,
  prefix: OFFICE_PATH,
  signIn: `${OFFICE_PATH}/sign-in`,
  signOut: `${OFFICE_PATH}/sign-out`,
  signedOut: `${OFFICE_PATH}/sign-in`,
  sessionCookie: OFFICE_SESSION_COOKIE,
  idOf: ({ session }) => session?.officer?.id ?? null,
};

const account: Wing = {
  name: 'account',
  home: ACCOUNT_PATH,
  prefix: ACCOUNT_PATH,
  signIn: `${ACCOUNT_PATH}/sign-in`,
  signOut: `${ACCOUNT_PATH}/sign-out`,
  signedOut: `${ACCOUNT_PATH}/sign-in`,
  sessionCookie: ACCOUNT_SESSION_COOKIE,
  idOf: ({ session }) => session?.account?.id ?? null,
};

/** Below the wing's prefix: where a form that was lost with its session is gone on with. */
export const RESUMPTION_PATH = '/resumption';

export const wings: readonly Wing[] = [candidate, office, account];

/** The wing that an address belongs to. */
export function wingOf(path: string): Wing {
  if (isOfficePath(path)) return office;
  return isAccountPath(path) ? account : candidate;
}
