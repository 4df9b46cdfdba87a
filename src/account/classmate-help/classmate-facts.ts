import type { Knex } from 'knex';
import type { Account } from '../../domain/accounts/account';
import { findAccount } from '../../domain/accounts/account.repository';
import { isInClass, listActiveAccounts, type SchoolClass } from '../../domain/accounts/classmate.repository';
import { getOwnershipTimes } from '../../domain/accounts/ownership.repository';
import { isContested } from '../../domain/re-registration/re-registration.repository';
import { countHelpers, type HelpFacts, isRequestOpen } from '../../rules/account/classmate-help';
import {
  type ClassmateInvitation,
  countHelpsOfYear,
  listInvitationsOf,
} from './classmate-invitation.repository';
import { type ClassmateRequest, listRequests } from './classmate-request.repository';

/** Reads all that the rules ask of one invitation; whoever decides by it holds the locks of both persons. */
export async function readHelpFacts(
  db: Knex,
  request: ClassmateRequest,
  invitation: ClassmateInvitation,
): Promise<HelpFacts> {
  const { helperAccountId, helperPersonId } = invitation;
  const [claimant, helper] = [
    await findAccount(db, request.accountId),
    await findAccount(db, helperAccountId),
  ];
  const { statusAt } = await getOwnershipTimes(db, request.accountId);
  const { provedAt } = await getOwnershipTimes(db, helperAccountId);
  return {
    request: describeRequest(request),
    claimant: { unproved: claimant?.status === 'unproved', statusAt },
    contested: await isContested(db, request.personId, 'classmates'),
    helper: {
      active: helper?.status === 'active',
      personId: helperPersonId,
      provedAt,
      helps: await countHelpsOfYear(db, helperPersonId),
    },
    personId: request.personId,
    sharesClass: await areClassmates(db, request.personId, helperPersonId, request),
    answer: invitation.answer,
  };
}

async function areClassmates(
  db: Knex,
  one: number,
  other: number,
  schoolClass: SchoolClass,
): Promise<boolean> {
  return (await isInClass(db, one, schoolClass)) && isInClass(db, other, schoolClass);
}

const describeRequest = ({ createdAt, expiresAt, withdrawnAt }: ClassmateRequest) => ({
  createdAt,
  expiresAt,
  withdrawn: withdrawnAt !== null,
});

/** A request of an account, and who answered. */
export interface RequestStanding {
  readonly request: ClassmateRequest;
  readonly open: boolean;
  readonly invitations: readonly ClassmateInvitation[];
}

/** The requests that an account made, the newest first, and how many people's help counts now. */
export async function readStandings(
  db: Knex,
  account: Pick<Account, 'id' | 'status'>,
  now: Date,
): Promise<{ readonly standings: readonly RequestStanding[]; readonly helpers: number }> {
  const requests = await listRequests(db, account.id);
  const { statusAt } = await getOwnershipTimes(db, account.id);
  const claimant = { unproved: account.status === 'unproved', statusAt };
  const invitations = await listInvitationsOf(
    db,
    requests.map(({ id }) => id),
  );
  const active = await listActiveAccounts(
    db,
    invitations.map(({ helperAccountId }) => helperAccountId),
  );
  const standings = requests.map((request) => ({
    request,
    open: isRequestOpen({ request: describeRequest(request), claimant }, now),
    invitations: invitations.filter(({ requestId }) => requestId === request.id),
  }));
  const helps = standings.flatMap((standing) =>
    standing.invitations
      .filter(({ answer }) => answer === 'helped')
      .map(({ helperPersonId, helperAccountId }) => ({
        helperPersonId,
        counts: standing.open && active.has(helperAccountId),
      })),
  );
  return { standings, helpers: countHelpers(helps) };
}
