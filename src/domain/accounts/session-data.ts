import 'express-session';

/** Which account is signed in at this browser. Everything else is read from the account at each request. */
interface SignedInAccountMark {
  readonly id: number;
}

declare module 'express-session' {
  interface SessionData {
    account?: SignedInAccountMark;
  }
}
