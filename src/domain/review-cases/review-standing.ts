import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import type { ReviewSettings } from '../../infrastructure/config/account-settings';
import type { Cipher } from '../../infrastructure/security/cipher';
import { lockAccount } from '../accounts/account.repository';
import type { ReviewCase } from './review-case';
import { decideCase, requeueCase } from './review-case.repository';
import { findApplicant, findOpposition, isParty } from './review-party';
import { HEAR_HOURS } from './submission.service';
import { tellOne, tellSenders } from './tell-parties';

const HOUR_MS = 3600_000;

/**
 * Looks whether a case still stands as the reviewers see it, its person and itself being locked: the number may have
 * gone to another account meanwhile, the applicant may have proved itself by another route, a proof may have been
 * objected to. Such a case lapses, or goes back into the queue before fresh eyes.
 * @returns whether it stands
 */
export async function confirmStanding(
  transaction: Knex.Transaction,
  cipher: Cipher,
  { hours }: ReviewSettings,
  found: ReviewCase,
): Promise<boolean> {
  const applicant = await lockAccount(transaction, found.accountId);
  const party = applicant === null ? null : await findApplicant(transaction, applicant);
  if (party === null || !isParty(party)) {
    await decideCase(transaction, found.id, 'lapsed');
    return false;
  }
  const opposition = await findOpposition(transaction, party, found.personId);
  if (opposition.rivalId === found.rivalId && opposition.contestId === found.contestId) return true;
  const isNewContest = opposition.contestId !== null && opposition.contestId !== found.contestId;
  await requeueCase(transaction, found, { ...opposition, hours, hearHours: isNewContest ? HEAR_HOURS : 0 });
  await tellSenders(transaction, cipher, found, 'reviewReturned');
  if (isNewContest && opposition.rivalId !== null) {
    const heardAt = new Date(wallClock() + HEAR_HOURS * HOUR_MS);
    await tellOne(transaction, cipher, opposition.rivalId, 'reviewOtherSent', { heardAt });
  }
  return false;
}
