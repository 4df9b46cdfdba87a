import 'express-session';
import { wallClock } from '../../infrastructure/clock';
import type { SignInRequest } from '../../infrastructure/relying-party/relying-party';

/** A browser that was sent to the provider, and why. */
export interface AccountJourney {
  readonly purpose: 'signIn' | 'link';
  readonly request: SignInRequest;
  /** What was bound when the owner was confirmed; empty before a sign-in. */
  readonly factors: string;
  /** Milliseconds of real time. */
  readonly until: number;
}

/** What the last visit to 关联学信网账号 came to. */
export type LinkSaid = 'linked' | 'unlinked' | 'otherPerson' | 'taken' | 'refused' | 'expired';

declare module 'express-session' {
  interface SessionData {
    accountJourney?: AccountJourney;
    linkSaid?: LinkSaid;
  }
}

const JOURNEY_MS = 30 * 60_000;

export function createAccountJourney(
  purpose: AccountJourney['purpose'],
  request: SignInRequest,
  factors = '',
): AccountJourney {
  return { purpose, request, factors, until: wallClock() + JOURNEY_MS };
}
