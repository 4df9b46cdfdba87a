/** How 大学同班同学协助 is set. */
export interface ClassmateSettings {
  /** Classmates whose help proves an account: 1 to 3. */
  readonly needed: number;
  /** Helps of one person within 365 days. */
  readonly helpsPerYear: number;
  /** Days for which a helper's account must have been proved. */
  readonly accountDays: number;
  /** Requests of one account within 24 hours. */
  readonly requestsPerDay: number;
  /** Days that a request lasts. */
  readonly requestDays: number;
}

/** Why an account may not help with a request. */
export type HelpFault =
  | 'ended'
  | 'answered'
  | 'helperStopped'
  | 'ownNumber'
  | 'notClassmate'
  | 'newAccount'
  | 'tooManyHelps';

/** What is known of a request and of the account that was asked, in one transaction. */
export interface HelpFacts {
  readonly request: { readonly createdAt: Date; readonly expiresAt: Date; readonly withdrawn: boolean };
  /** The account that asks. `statusAt`: since when it has its state; earlier requests were of another claim. */
  readonly claimant: { readonly unproved: boolean; readonly statusAt: Date };
  /** The number was taken over, or that was objected to: 客服 alone decides. */
  readonly contested: boolean;
  readonly helper: {
    readonly active: boolean;
    readonly personId: number;
    /** Since when the account has owned its number, by registration or by re-registration; null: never. */
    readonly provedAt: Date | null;
    /** Helps of this person within the last 365 days that were not taken back. */
    readonly helps: number;
  };
  /** The person whose number is claimed. */
  readonly personId: number;
  /** Both have a 学籍 or 学历 of the same institution, class and year of entry. */
  readonly sharesClass: boolean;
  readonly answer: 'open' | 'helped' | 'refused';
}

const DAY_MS = 24 * 3600 * 1000;

/**
 * What stands against a help, the weightiest first; nothing: it counts (P47).
 *
 * Worked cases, 30 days and 3 helps a year set: a classmate whose account was proved 30 days ago to the millisecond
 * may help; one proved 29 days ago by a re-registration may not; the fourth help within 365 days may not, nor one by
 * whoever holds the number, a classmate too.
 */
export function listHelpFaults(facts: HelpFacts, settings: ClassmateSettings, now: Date): HelpFault[] {
  const { helper, personId, sharesClass, answer } = facts;
  const faults: HelpFault[] = [];
  if (!isRequestOpen(facts, now) || facts.contested) faults.push('ended');
  if (answer !== 'open') faults.push('answered');
  if (!helper.active) faults.push('helperStopped');
  if (helper.personId === personId) faults.push('ownNumber');
  if (!sharesClass) faults.push('notClassmate');
  if (helper.provedAt === null || now.getTime() - helper.provedAt.getTime() < settings.accountDays * DAY_MS)
    faults.push('newAccount');
  if (helper.helps >= settings.helpsPerYear) faults.push('tooManyHelps');
  return faults;
}

/** Whether a request still counts: neither expired nor withdrawn, of the claim that its account makes now. */
export function isRequestOpen(
  { request, claimant }: Pick<HelpFacts, 'request' | 'claimant'>,
  now: Date,
): boolean {
  return (
    claimant.unproved &&
    !request.withdrawn &&
    request.expiresAt.getTime() > now.getTime() &&
    request.createdAt.getTime() >= claimant.statusAt.getTime()
  );
}

/** A help that was given; `counts`: its request is open, and the account that gave it is active. */
interface GivenHelp {
  readonly helperPersonId: number;
  readonly counts: boolean;
}

/** How many people have helped: who helped by two requests, or from two accounts, is one. */
export function countHelpers(helps: readonly GivenHelp[]): number {
  return new Set(helps.filter(({ counts }) => counts).map(({ helperPersonId }) => helperPersonId)).size;
}
