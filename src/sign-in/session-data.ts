import 'express-session';

/** Who is signed in at this browser, and how they came in. */
export interface SignedInCandidate {
  readonly id: number;
  readonly address: string;
  /** ISO 8601 instant of the sign-in, to the millisecond. */
  readonly at: string;
}

/** Left in the place of a session that a newer sign-in ended, so that its browser can be told. */
export interface EndedSession {
  readonly at: string;
  readonly address: string;
}

declare module 'express-session' {
  interface SessionData {
    candidate?: SignedInCandidate;
    ended?: EndedSession;
    renewedAt?: number;
    /** This session has passed the risk step. */
    riskCleared?: boolean;
  }
}
