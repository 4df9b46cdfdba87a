import { findAccount } from '../../domain/accounts/account.repository';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { type HelpFault, isRequestOpen, listHelpFaults } from '../../rules/account/classmate-help';
import { readHelpFacts, readStandings } from './classmate-facts';
import {
  answerInvitation,
  type ClassmateInvitation,
  findInvitation,
  listInvitations,
} from './classmate-invitation.repository';
import { type ClassmateRequest, findRequest } from './classmate-request.repository';
import {
  audit,
  type ClassmateHelping,
  checkCode,
  gatherParts,
  type HelpClassmateParts,
  helpNow,
  lockHelp,
  type Parts,
} from './give-help';

/** A request as the classmate sees it: a name and a class, nothing of the number. */
export interface AskedHelp {
  readonly invitation: ClassmateInvitation;
  readonly request: ClassmateRequest;
  readonly claimantName: string;
  /** Whether the request still counts. */
  readonly open: boolean;
  /** Why this account may not help; empty: it may. */
  readonly faults: readonly HelpFault[];
}

interface TypedHelp {
  readonly password: string;
  /** 核对码, as it was typed. */
  readonly code: string;
}

export function createHelpClassmateService(given: HelpClassmateParts) {
  const parts = gatherParts(given);
  return bindParts(parts, { list, find, help, refuse, takeBack });
}

export type HelpClassmateService = ReturnType<typeof createHelpClassmateService>;

/** The requests that reached an account, the newest first. */
async function list(parts: Parts, helper: SignedInAccount): Promise<AskedHelp[]> {
  const invitations = await listInvitations(parts.db, helper.id);
  const found: AskedHelp[] = [];
  for (const invitation of invitations) {
    const described = await describe(parts, invitation);
    if (described !== null) found.push(described);
  }
  return found;
}

/** Null for another account's. */
async function find(parts: Parts, helper: SignedInAccount, invitationId: number): Promise<AskedHelp | null> {
  const invitation = await findInvitation(parts.db, helper.id, invitationId);
  return invitation && describe(parts, invitation);
}

/**
 * Helps, behind the password and the 核对码 that the applicant has told; the last help that is needed proves the
 * account, in the same transaction.
 */
async function help(
  parts: Parts,
  helper: SignedInAccount,
  invitationId: number,
  { code, password }: TypedHelp,
  origin: Origin,
): Promise<ClassmateHelping> {
  const refused = await checkCode(parts, helper, invitationId, code, origin);
  if (refused !== null) return refused;
  const confirmed = await parts.confirm(helper, password, origin);
  return confirmed.outcome === 'confirmed' ? helpNow(parts, helper, invitationId, origin) : confirmed;
}

/** 谢绝. The other side is not told: an impostor would learn who is a classmate. @throws AppError conflict (409) */
async function refuse(
  { db, tell }: Parts,
  helper: SignedInAccount,
  invitationId: number,
  origin: Origin,
): Promise<void> {
  await db.transaction(async (transaction) => {
    const locked = await lockHelp(transaction, helper, invitationId);
    const { invitation, request, claimant } = locked;
    if ((await answerInvitation(transaction, invitation.id, 'open', 'refused')) !== 1)
      throw new AppError('conflict', 409);
    await audit(transaction, helper, origin, 'refuseClassmate', locked);
    await tell.toHelper(transaction, 'helpRefused', request, invitation, claimant.name);
  });
}

/** Takes a help back, until the account is proved. @throws AppError conflict (409) */
async function takeBack(
  { db, needed, claimNumber, tell }: Parts,
  helper: SignedInAccount,
  invitationId: number,
  origin: Origin,
): Promise<void> {
  await db.transaction(async (transaction) => {
    const locked = await lockHelp(transaction, helper, invitationId);
    const { invitation, request, claimant } = locked;
    const facts = await readHelpFacts(transaction, request, invitation);
    const open = isRequestOpen(facts, new Date(wallClock()));
    if (!open || (await answerInvitation(transaction, invitation.id, 'helped', 'open')) !== 1)
      throw new AppError('conflict', 409);
    await audit(transaction, helper, origin, 'takeHelpBack', locked);
    const { helpers: count } = await readStandings(transaction, claimant, new Date(wallClock()));
    if (count < needed) await claimNumber.voidProof(transaction, claimant.id);
    await tell.toHelper(transaction, 'helpTakenBackByYou', request, invitation, claimant.name);
    await tell.toClaimant(transaction, 'helpTakenBack', claimant, request, { count, needed });
  });
}

async function describe(parts: Parts, invitation: ClassmateInvitation): Promise<AskedHelp | null> {
  const { db, settings } = parts;
  const request = await findRequest(db, invitation.requestId);
  const claimant = request && (await findAccount(db, request.accountId));
  if (request === null || claimant === null) return null;
  const facts = await readHelpFacts(db, request, invitation);
  const now = new Date(wallClock());
  const open = isRequestOpen(facts, now) && !facts.contested;
  const faults = listHelpFaults(facts, settings, now);
  return { invitation, request, claimantName: claimant.name, open, faults };
}
