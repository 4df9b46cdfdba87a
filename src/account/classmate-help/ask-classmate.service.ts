import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import type { Account } from '../../domain/accounts/account';
import { findOwningAccount, lockAccount } from '../../domain/accounts/account.repository';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { listClassmates } from '../../domain/accounts/classmate.repository';
import type { Limited } from '../../domain/accounts/limit';
import { findPersonForUpdate, type Person } from '../../domain/accounts/person.repository';
import { isContested } from '../../domain/re-registration/re-registration.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { padResponseTime } from '../../infrastructure/security/pad-response-time';
import type { ClassmateSettings } from '../../rules/account/classmate-help';
import { type RequestStanding, readStandings } from './classmate-facts';
import { insertInvitation, listInvitationsOf } from './classmate-invitation.repository';
import type { ClassmateFacts } from './classmate-request.form';
import {
  type ClassmateRequest,
  findRequest,
  insertRequest,
  takeEndedRequest,
  wasAskedToday,
  withdrawRequest,
} from './classmate-request.repository';
import { createClassmateTeller } from './tell-classmates';

/** `sent` says nothing of whether there is such a classmate. */
type ClassmateAsking =
  | { readonly outcome: 'sent' | 'repeated' }
  | ({ readonly outcome: 'limited' } & Limited);

/** Longer than all there is to do, in milliseconds. */
const EVEN_MS = 250;

/** What all the steps work with. */
function gatherParts(db: Knex, cipher: Cipher, settings: ClassmateSettings) {
  const { requestsPerDay, requestDays } = settings;
  const admissions = createAdmissions(db, {
    askClassmate: { account: { points: requestsPerDay }, number: { points: 4 * requestsPerDay } },
  });
  const tell = createClassmateTeller(cipher);
  return { tell, requestDays, admissions, db };
}

type Parts = ReturnType<typeof gatherParts>;

export function createAskClassmateService(...given: Parameters<typeof gatherParts>) {
  const parts = gatherParts(...given);
  return bindParts(parts, { ask, list, withdraw, endDue });
}

export type AskClassmateService = ReturnType<typeof createAskClassmateService>;

/** 【发送协助请求】: the same words and time whether or not anybody is reached. */
const ask = (
  parts: Parts,
  account: SignedInAccount,
  facts: ClassmateFacts,
  origin: Origin,
): Promise<ClassmateAsking> => padResponseTime(EVEN_MS, () => askNow(parts, account, facts, origin));

/** The account's requests, the newest first, and how many people's help counts now. */
const list = (
  { db }: Parts,
  account: SignedInAccount,
): Promise<{ standings: readonly RequestStanding[]; helpers: number }> =>
  readStandings(db, account, new Date(wallClock()));

/** @throws AppError notFound for another's, conflict (409) for one that is over. */
async function withdraw(
  { db, tell }: Parts,
  account: SignedInAccount,
  requestId: number,
  origin: Origin,
): Promise<void> {
  await db.transaction(async (transaction) => {
    const { claimant } = await lockClaim(transaction, account);
    const request = await findRequest(transaction, requestId);
    if (request === null || request.accountId !== account.id) throw notFound();
    if ((await withdrawRequest(transaction, account.id, requestId)) !== 1)
      throw new AppError('conflict', 409);
    await auditAccount(transaction, account, origin, 'withdrawClassmateRequest', { request: requestId });
    for (const invitation of await listInvitationsOf(transaction, [requestId]))
      await tell.toHelper(transaction, 'helpWithdrawn', request, invitation, claimant.name);
  });
}

/** Tells of every request that has expired, one transaction each. @returns how many. */
async function endDue(parts: Parts): Promise<number> {
  for (let ended = 0; ; ended += 1) if (!(await endOne(parts))) return ended;
}

/** Person, then account, as all who prove. @throws AppError conflict (409) for an account that was proved meanwhile. */
async function lockClaim(
  transaction: Knex.Transaction,
  account: SignedInAccount,
): Promise<{ person: Person; claimant: Account }> {
  const person = await findPersonForUpdate(transaction, account.identityIndex);
  const claimant = await lockAccount(transaction, account.id);
  if (person === null || claimant?.status !== 'unproved') throw new AppError('conflict', 409);
  return { person, claimant };
}

/** Sends a request to every account of a classmate of that name. @returns how many. */
async function invite(
  parts: Parts,
  transaction: Knex,
  request: ClassmateRequest,
  person: Person,
  claimant: Account,
): Promise<number> {
  // The number exists under another name: answered as if nobody had it.
  if (person.name !== claimant.name) return 0;
  const classmates = await listClassmates(transaction, person.id, request, request.classmateName);
  for (const classmate of classmates) {
    const id = await insertInvitation(transaction, request.id, classmate);
    const invitation = { id, helperAccountId: classmate.accountId };
    await parts.tell.toHelper(transaction, 'helpAsked', request, invitation, claimant.name);
  }
  return classmates.length;
}

async function send(
  parts: Parts,
  transaction: Knex.Transaction,
  account: SignedInAccount,
  facts: ClassmateFacts,
  origin: Origin,
): Promise<ClassmateAsking> {
  const { requestDays, tell } = parts;
  const { person, claimant } = await lockClaim(transaction, account);
  if (await isContested(transaction, person.id, 'classmates')) throw new AppError('numberContested', 409);
  const { standings } = await readStandings(transaction, claimant, new Date(wallClock()));
  const repeated = standings.some(
    ({ open, request }) => open && request.classmateName === facts.classmateName,
  );
  if (repeated) return { outcome: 'repeated' };
  const owner = (await wasAskedToday(transaction, person.id))
    ? null
    : await findOwningAccount(transaction, person.id);
  const request = await insertRequest(transaction, {
    ...facts,
    matchCode: String(randomInt(0, 10_000)).padStart(4, '0'),
    accountId: account.id,
    personId: person.id,
    days: requestDays,
  });
  const invited = await invite(parts, transaction, request, person, claimant);
  await auditAccount(transaction, account, origin, 'askClassmate', { request: request.id, invited });
  await tell.toClaimant(transaction, 'helpSent', claimant, request);
  if (owner?.status === 'active') await tell.toOwner(transaction, owner);
  return { outcome: 'sent' };
}

async function askNow(
  parts: Parts,
  account: SignedInAccount,
  facts: ClassmateFacts,
  origin: Origin,
): Promise<ClassmateAsking> {
  const { admissions, db } = parts;
  const target = account.identityIndex.toString('base64url');
  const { until } = await admissions.spend('askClassmate', { subject: account.id, target, origin });
  if (until !== null) return { outcome: 'limited', limit: 'classmateRequests', until };
  return db.transaction((transaction) => send(parts, transaction, account, facts, origin));
}

const endOne = ({ db, tell }: Parts) =>
  db.transaction(async (transaction) => {
    const request = await takeEndedRequest(transaction);
    if (request === null) return false;
    const claimant = await lockAccount(transaction, request.accountId);
    if (claimant?.status === 'unproved') await tell.toClaimant(transaction, 'helpEnded', claimant, request);
    return true;
  });
