import { AsyncLocalStorage } from 'node:async_hooks';

/** The 学信 account that is signed in at the browser which asks the provider. */
export interface VisitingAccount {
  readonly id: number;
  /** Row of its session. */
  readonly sessionId: number;
  readonly subject: string;
}

/** One request of a browser at the provider; platforms' servers ask without one. */
export interface ProviderVisit {
  /** Null: nobody is signed in, or the account may not sign in to platforms. */
  readonly account: VisitingAccount | null;
  /** A page in the house's look. */
  render(template: string, model: object): string;
  /** Lets the form of the page that follows end at this address (Content-Security-Policy). */
  allowFormTarget(uri: string): void;
  /** Ends the account's session at this browser; `told`: the sids of platforms that know already. */
  signOut(told: readonly string[]): Promise<void>;
  /** Records which platforms know that they were left. */
  recordTold(sids: readonly string[]): Promise<void>;
}

const visits = new AsyncLocalStorage<ProviderVisit>();

/** Runs what the provider does for one request. */
export function runVisit<Result>(visit: ProviderVisit, work: () => Result): Result {
  return visits.run(visit, work);
}

/** The request that is under way; null outside one, as in the background. */
export function findVisit(): ProviderVisit | null {
  return visits.getStore() ?? null;
}
