import type { Pass } from '../../infrastructure/security/admissions';
import type { LivenessAnswer, NamedPerson } from '../../rules/account/liveness';

/** What the service behind the phone app is asked to check. */
interface LivenessRequest {
  /** Names the check, once. */
  readonly token: string;
  readonly claimed: NamedPerson;
  /** What the app shows of the account that is to be proved, so that nobody proves a stranger's. */
  readonly account: { readonly userName: string; readonly maskedPhone: string };
  readonly expiresAt: Date;
}

/** The one port through which faces are checked; whoever calls outside has spent a pass. */
export interface Liveness {
  /**
   * Begins a check. @returns where the QR code leads.
   * @throws LivenessError
   */
  begin(pass: Pass, request: LivenessRequest): Promise<string>;
  /**
   * The answer to a check; null while the app has not given one. Asking changes nothing.
   * @throws LivenessError
   */
  findAnswer(pass: Pass, token: string): Promise<LivenessAnswer | null>;
}

/** `forged`: signed by nobody who has the secret, or for another request. */
type LivenessErrorCode = 'unreachable' | 'refused' | 'malformed' | 'forged';

/** No answer that could be believed. The message never holds names or numbers. */
export class LivenessError extends Error {
  constructor(
    readonly code: LivenessErrorCode,
    detail: string,
  ) {
    super(`liveness ${code}: ${detail}`);
  }
}
