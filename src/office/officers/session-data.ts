import 'express-session';

/** Which officer is signed in at this browser. Everything else is read from the account at each request. */
interface SignedInOfficer {
  readonly id: number;
}

/** Somebody who came in by the first secret: sets password, then 动态密码. Opens nothing else. */
export interface OfficerSetUp {
  readonly officerId: number;
  /** Base64url of the secret's hash. */
  readonly secretHash: string;
  /** Milliseconds of real time. */
  readonly until: number;
  /** The new password's hash and the new secret of 动态密码, sealed, in base64; left out before they are there. */
  readonly sealed?: { readonly passwordHash: string; readonly totpSecret: string };
}

declare module 'express-session' {
  interface SessionData {
    officer?: SignedInOfficer;
    officerSetUp?: OfficerSetUp;
    /** When the officer last typed a right 动态密码, in milliseconds of real time. */
    officerProvedAt?: number;
    /** What an officer's act said, for the page at `path`. */
    officeSaid?: { readonly text: string; readonly path: string };
  }
}
