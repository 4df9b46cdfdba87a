import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { isUniqueViolation } from '../../infrastructure/database/unique-violation';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isSameIndex } from '../../infrastructure/security/keyed-hash';
import { listDocuments } from '../../rules/identity/identity-document';
import type { Account } from '../accounts/account';
import { findAccount } from '../accounts/account.repository';
import { findActiveAccount, type OwningAccount } from '../accounts/person.repository';
import { indexIdentity } from '../accounts/sealed';
import { tellAccount } from '../accounts/tell-account';
import { auditCandidate } from '../candidates/audit-candidate';
import {
  type CandidateRecord,
  findCandidate,
  getIdentityNumber,
  lockCandidate,
} from '../candidates/candidate.repository';
import { requireUnfrozen } from '../candidates/freeze.repository';
import type { OwnerAnswer, OwnerCheck, OwnerRefusal, OwnerStep } from '../credentials/owner-check';
import { getFactors, markFactors } from '../identity/factor.repository';
import { nameOrigin } from '../mailbox/mail.presenter';
import { tellOwner } from '../messages/tell-owner';
import {
  type AccountLink,
  endLink,
  findLink,
  findLinkOfSubject,
  insertLink,
} from './account-link.repository';

/** One request of a signed-in candidate about the linked account. */
export interface LinkVisit {
  readonly candidate: CandidateRecord;
  /** The session's id: codes serve in it alone. */
  readonly journey: string;
  readonly origin: Origin;
}

type LinkStart = { readonly outcome: 'confirmed'; readonly factors: string } | OwnerRefusal;

type LinkOutcome = 'linked' | 'otherPerson' | 'taken' | 'refused';

/** Who may come in by an account that the provider has named. */
export type LinkedCandidate =
  | { readonly outcome: 'found'; readonly candidateId: number }
  | { readonly outcome: 'notLinked' }
  /** Another account of the person was linked: this one took its number over since. */
  | { readonly outcome: 'reRegistered' }
  | { readonly outcome: 'frozen' };

interface AccountLinkParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly ownerCheck: OwnerCheck;
}

/** 关联学信网账号: one account, one 考生号, one person. */
export function createAccountLinkService(parts: AccountLinkParts) {
  return bindParts(parts, { getPage, sendCode, start, link, unlink, findLinked });
}

export type AccountLinkService = ReturnType<typeof createAccountLinkService>;

async function getPage(
  { db, ownerCheck }: AccountLinkParts,
  visit: LinkVisit,
): Promise<{ readonly link: AccountLink | null; readonly owner: OwnerStep }> {
  const [link, owner] = await Promise.all([findLink(db, visit.candidate.id), ownerCheck.describe(visit)]);
  return { link, owner };
}

const sendCode = ({ ownerCheck }: AccountLinkParts, visit: LinkVisit): ReturnType<OwnerCheck['sendCode']> =>
  ownerCheck.sendCode(visit);

/** The step of the ladder before a link. @throws AppError frozen, conflict where one stands */
async function start(parts: AccountLinkParts, visit: LinkVisit, answer: OwnerAnswer): Promise<LinkStart> {
  await requireLinked(parts, visit, false);
  return confirm(parts, visit, answer);
}

/** Links the account that came back; its person's 证件号码 must be the candidate's. `factors`: as they were confirmed. */
async function link(
  parts: AccountLinkParts,
  visit: LinkVisit,
  subject: string,
  factors: string,
): Promise<LinkOutcome> {
  const { candidate } = visit;
  const owner = await findActiveAccount(parts.db, subject);
  if (owner === null) return 'refused';
  if (!(await isSamePerson(parts, candidate.id, owner))) return 'otherPerson';
  return parts.db
    .transaction(async (transaction): Promise<LinkOutcome> => {
      const { frozenAt } = await lockCandidate(transaction, candidate.id);
      const now = markFactors(await getFactors(transaction, candidate.id));
      const account = await findAccount(transaction, owner.accountId);
      if (frozenAt !== null || now !== factors || account?.status !== 'active') return 'refused';
      await insertLink(transaction, { candidateId: candidate.id, subject, accountId: owner.accountId });
      await record(parts, transaction, visit, true, account);
      return 'linked';
    })
    .catch((error: unknown): LinkOutcome => {
      if (isUniqueViolation(error)) return 'taken';
      throw error;
    });
}

/** The step of the ladder, then the link goes. @throws AppError frozen, conflict where none stands */
async function unlink(parts: AccountLinkParts, visit: LinkVisit, answer: OwnerAnswer): Promise<LinkStart> {
  await requireLinked(parts, visit, true);
  const confirmed = await confirm(parts, visit, answer);
  if (confirmed.outcome !== 'confirmed') return confirmed;
  await parts.db.transaction(async (transaction) => {
    requireUnfrozen(await lockCandidate(transaction, visit.candidate.id));
    const link = await findLink(transaction, visit.candidate.id);
    if (link === null || (await endLink(transaction, visit.candidate.id)) !== 1)
      throw new AppError('conflict', 409);
    await record(parts, transaction, visit, false, await findAccount(transaction, link.accountId));
  });
  return confirmed;
}

async function findLinked({ db }: AccountLinkParts, subject: string): Promise<LinkedCandidate> {
  const [link, owner] = await Promise.all([findLinkOfSubject(db, subject), findActiveAccount(db, subject)]);
  if (link === null || owner === null) return { outcome: 'notLinked' };
  if (link.accountId !== owner.accountId) return { outcome: 'reRegistered' };
  const candidate = await findCandidate(db, link.candidateId);
  if (candidate === null || candidate.frozenAt !== null) return { outcome: 'frozen' };
  return { outcome: 'found', candidateId: link.candidateId };
}

async function requireLinked(parts: AccountLinkParts, visit: LinkVisit, linked: boolean): Promise<void> {
  requireUnfrozen(visit.candidate);
  if (((await findLink(parts.db, visit.candidate.id)) !== null) !== linked)
    throw new AppError('conflict', 409);
}

async function confirm(parts: AccountLinkParts, visit: LinkVisit, answer: OwnerAnswer): Promise<LinkStart> {
  const { db, ownerCheck } = parts;
  const factors = markFactors(await getFactors(db, visit.candidate.id));
  const check = await ownerCheck.check(visit, answer);
  return check.outcome === 'confirmed'
    ? { outcome: 'confirmed', factors }
    : { outcome: 'ownerRefused', check };
}

/** Whether the account's person has the candidate's 证件号码, by its keyed hash. */
async function isSamePerson(
  parts: AccountLinkParts,
  candidateId: number,
  { identityIndex }: OwningAccount,
): Promise<boolean> {
  const { db, cipher } = parts;
  const number = await getIdentityNumber(db, cipher, candidateId);
  const documents = listDocuments(number, new Date(wallClock()));
  return documents.some((document) => isSameIndex(identityIndex, indexIdentity(cipher, document)));
}

async function record(
  parts: AccountLinkParts,
  transaction: Knex.Transaction,
  { candidate, origin }: LinkVisit,
  linked: boolean,
  account: Account | null,
): Promise<void> {
  const at = new Date(wallClock());
  await auditCandidate(transaction, candidate.id, origin, linked ? 'linkAccount' : 'unlinkAccount', {
    account: account?.id ?? null,
  });
  await tellOwner(transaction, parts.cipher, {
    candidateId: candidate.id,
    kind: linked ? 'accountLinked' : 'accountUnlinked',
    at,
    values: nameOrigin(origin),
  });
  if (account === null || account.status === 'cancelled') return;
  await tellAccount(transaction, parts.cipher, account, {
    kind: linked ? 'candidateLinked' : 'candidateUnlinked',
    at,
    values: { tail: candidate.candidateNumber.slice(-4), address: origin.address },
  });
}

/** Whether this account, and no other of the person, is linked to a candidate now. */
export async function isLinked(db: Knex, candidateId: number, subject: string): Promise<boolean> {
  const [link, owner] = await Promise.all([findLink(db, candidateId), findActiveAccount(db, subject)]);
  return link !== null && owner !== null && link.subject === subject && link.accountId === owner.accountId;
}
