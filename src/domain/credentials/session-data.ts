import 'express-session';

/** Who is signed in at this browser, and how they came in. */
export interface SignedInCandidate {
  readonly id: number;
  readonly address: string;
  /** ISO 8601 instant of the sign-in, to the millisecond. */
  readonly at: string;
}

/** Left in the place of a session that a newer sign-in, a reset or 不是我操作 ended, so that its browser can be told. */
export interface EndedSession {
  readonly at: string;
  readonly address: string;
  /** Left out: a newer sign-in. */
  readonly by?: 'reset' | 'dispute' | 'account';
}

/** 用学信网账号登录: by which session of the provider a candidate came in. */
export interface AccountArrival {
  /** That session, as the provider names it here. */
  readonly sid: string;
  readonly subject: string;
}

/** The password was right, and 动态密码 is asked for. Opens nothing else. Instants are milliseconds of real time. */
export interface PendingSignIn {
  readonly candidateId: number;
  /** Marks the password that was checked. */
  readonly mark: string;
  readonly until: number;
  /** In the password's place. */
  readonly account?: AccountArrival;
}

/** Somebody on the way back in without a password: 忘记密码, 忘记考生号. Codes serve within it. */
export interface Journey {
  readonly id: string;
  readonly until: number;
  /** Whose facts were all right; the ladder stands next. */
  readonly candidateId?: number;
}

/** Somebody who came in by the first secret: sets a password, then may bind a phone. Opens nothing else. */
export interface FirstSignIn {
  readonly candidateId: number;
  /** Base64url of the secret's hash; null once the password is set. */
  readonly secretHash: string | null;
  /** Marks the password that was set; empty before. */
  readonly mark: string;
  readonly until: number;
}

declare module 'express-session' {
  interface SessionData {
    candidate?: SignedInCandidate;
    accountArrival?: AccountArrival;
    ended?: EndedSession;
    pending?: PendingSignIn;
    journey?: Journey;
    firstSignIn?: FirstSignIn;
    /** Told once at the sign-in page. */
    notice?: 'passwordReset';
    /** Real time in milliseconds: it ends for good some hours later, however busy it is. */
    startedAt?: number;
    renewedAt?: number;
    /** This session has passed the risk step. */
    riskCleared?: boolean;
  }
}
