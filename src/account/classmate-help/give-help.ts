import type { Knex } from 'knex';
import type { Account } from '../../domain/accounts/account';
import { lockAccount, lockConfirmed } from '../../domain/accounts/account.repository';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import type { Limited } from '../../domain/accounts/limit';
import { lockPersons } from '../../domain/accounts/ownership.repository';
import type { ClaimNumber } from '../../domain/re-registration/claim-number';
import type { ProveAccount } from '../../domain/re-registration/prove-account';
import { wallClock } from '../../infrastructure/clock';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { type ClassmateSettings, type HelpFault, listHelpFaults } from '../../rules/account/classmate-help';
import type { ConfirmPassword } from '../centre/confirm-password';
import { type RequestStanding, readHelpFacts, readStandings } from './classmate-facts';
import {
  answerInvitation,
  type ClassmateInvitation,
  findInvitation,
} from './classmate-invitation.repository';
import { type ClassmateRequest, findRequest } from './classmate-request.repository';
import { isMatchCode } from './match-code';
import { createClassmateTeller } from './tell-classmates';

export type ClassmateHelping =
  | { readonly outcome: 'helped' | 'wrongPassword' | 'wrongCode' }
  | { readonly outcome: 'refused'; readonly fault: HelpFault }
  | ({ readonly outcome: 'limited' } & Limited);

export interface HelpClassmateParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly confirm: ConfirmPassword;
  readonly proveAccount: ProveAccount;
  readonly settings: ClassmateSettings;
  readonly claimNumber: ClaimNumber;
}

/** Everything of one invitation, under the locks of both persons and both accounts. */
interface LockedHelp {
  readonly invitation: ClassmateInvitation;
  readonly request: ClassmateRequest;
  readonly claimant: Account;
}

/** What all the steps work with. */
export function gatherParts(parts: HelpClassmateParts) {
  const { db, cipher, settings } = parts;
  const { needed } = settings;
  const tell = createClassmateTeller(cipher);
  const admissions = createAdmissions(db);
  return { ...parts, admissions, tell, needed };
}

export type Parts = ReturnType<typeof gatherParts>;

/** Null: the 核对码 is the request's. */
export async function checkCode(
  parts: Parts,
  helper: SignedInAccount,
  invitationId: number,
  code: string,
  origin: Origin,
): Promise<ClassmateHelping | null> {
  const { db, admissions } = parts;
  const invitation = await findInvitation(db, helper.id, invitationId);
  const request = invitation && (await findRequest(db, invitation.requestId));
  if (request === null) throw notFound();
  const pass = await admissions.spend('classmateCode', { subject: invitationId, origin });
  if (pass.until !== null) return { outcome: 'limited', limit: 'classmateCodes', until: pass.until };
  if (isMatchCode(pass, code, request.matchCode)) {
    await pass.forgive();
    return null;
  }
  await db.transaction((transaction) =>
    auditAccount(transaction, helper, origin, 'classmateHelpRefused', {
      request: request.id,
      account: request.accountId,
      reason: 'wrongCode',
    }),
  );
  return { outcome: 'wrongCode' };
}

/** Persons, then accounts: two helpers, or a help and its taking back, come one after the other. */
export async function lockHelp(
  transaction: Knex.Transaction,
  helper: SignedInAccount,
  invitationId: number,
): Promise<LockedHelp> {
  const before = await findInvitation(transaction, helper.id, invitationId);
  const request = before && (await findRequest(transaction, before.requestId));
  if (before === null || request === null) throw notFound();
  await lockPersons(transaction, [request.personId, before.helperPersonId]);
  const claimant = await lockAccount(transaction, request.accountId);
  await lockConfirmed(transaction, helper);
  const invitation = await findInvitation(transaction, helper.id, invitationId);
  const locked = await findRequest(transaction, before.requestId);
  if (invitation === null || claimant === null || locked === null) throw new AppError('conflict', 409);
  return { invitation, request: locked, claimant };
}

export const audit = (
  transaction: Knex,
  helper: SignedInAccount,
  origin: Origin,
  action: string,
  { request, claimant }: LockedHelp,
  detail: Readonly<Record<string, string>> = {},
) =>
  auditAccount(transaction, helper, origin, action, {
    request: request.id,
    account: claimant.id,
    ...detail,
  });

export const helpNow = (parts: Parts, helper: SignedInAccount, invitationId: number, origin: Origin) =>
  parts.db.transaction(async (transaction): Promise<ClassmateHelping> => {
    const locked = await lockHelp(transaction, helper, invitationId);
    const { invitation, request, claimant } = locked;
    const facts = await readHelpFacts(transaction, request, invitation);
    const [fault] = listHelpFaults(facts, parts.settings, new Date(wallClock()));
    if (fault !== undefined) {
      await audit(transaction, helper, origin, 'classmateHelpRefused', locked, { reason: fault });
      return { outcome: 'refused', fault };
    }
    if ((await answerInvitation(transaction, invitation.id, 'open', 'helped')) !== 1)
      throw new AppError('conflict', 409);
    await audit(transaction, helper, origin, 'helpClassmate', locked);
    const { standings, helpers: count } = await readStandings(transaction, claimant, new Date(wallClock()));
    await parts.tell.toHelper(transaction, 'helpOfYours', request, invitation, claimant.name);
    await parts.tell.toClaimant(transaction, 'helpGiven', claimant, request, { count, needed: parts.needed });
    if (count >= parts.needed) await prove(parts, transaction, claimant, standings, origin);
    return { outcome: 'helped' };
  });

/** Proves the account, and tells all who helped. */
async function prove(
  parts: Parts,
  transaction: Knex.Transaction,
  claimant: Account,
  standings: readonly RequestStanding[],
  origin: Origin,
): Promise<void> {
  const { proveAccount, tell } = parts;
  await proveAccount(transaction, { accountId: claimant.id, route: 'classmates', origin });
  for (const { request, invitations } of standings.filter(({ open }) => open))
    for (const one of invitations.filter(({ answer }) => answer === 'helped'))
      await tell.toHelper(transaction, 'helpSucceeded', request, one, claimant.name);
}
