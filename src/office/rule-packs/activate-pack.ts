import type { Knex } from 'knex';
import { lockWindows } from '../../domain/batches/stored-window.repository';
import { type ActAuthor, auditAct, beginAct, type OfficerActAuthor } from '../../domain/officers/act-author';
import { areTwo } from '../../domain/officers/two-persons.repository';
import { wallClock } from '../../infrastructure/clock';
import { awaitReaders } from '../../infrastructure/database/reference-watch';
import { AppError } from '../../infrastructure/errors';
import type { DecisionRefusal } from './consequences';
import { getVersion, isUnfit, type PackReview, reviewPack } from './pack-review';
import { askSecondOfficer, nameRequester, putInForce, type RulePackServiceParts } from './put-in-force';
import { type ActivationRequest, decideRequest, lockWaitingRequest } from './request.repository';

interface ActivationWish {
  /** The version in force that the wish was made beside. */
  readonly seenActive: number;
  /** Of open batches and lists that the pack concerns, as it was typed; null where none was. */
  readonly number: number | null;
}

/** Nobody waits longer for a page; what was looked at until then is told. */
export const PAGE_MS = 2_000;

/**
 * What became of a wish: in force, waiting for a second officer, not yet tried on every list, or the number is not the
 * one of `review`.
 */
type ActivationResult =
  | { readonly outcome: 'inForce' | 'requested' | 'untried' }
  | { readonly outcome: 'wrongNumber'; readonly review: PackReview };

export const purposeOfActivation = (id: number) => `activateRulePack|${id}`;
export const purposeOfDecision = (decision: 'approve' | 'refuse', id: number) => `${decision}RulePack|${id}`;

/** A version beside the active one; `until`, in milliseconds, ends the look at lists. @throws AppError notFound */
export async function lookAtPack(
  parts: RulePackServiceParts,
  within: Knex,
  id: number,
  until: number,
  former: PackReview | null = null,
) {
  return reviewPack(within, parts.clock, await getVersion(within, id), {
    until,
    former,
    watch: null,
    listsAtOnce: parts.listsAtOnce,
  });
}

/**
 * Puts a version in force, forwards or back, with windows for batches that have none; on every node within 5
 * seconds. What was saved keeps the version it was saved under. Where the pack concerns open batches or saved lists,
 * their number must have been typed; while anybody may file, a second officer is asked and nothing changes yet.
 * Owners of lists are told, and may save once more: of very many, behind the commit (`grant-and-tell.ts`).
 * @throws AppError notFound; conflict (409) when another version was activated since `seenActive`, when it is in
 * force already, or when what is saved would be lost or open with wrong data
 */
export async function activatePack(
  parts: RulePackServiceParts,
  author: ActAuthor,
  id: number,
  { seenActive, number }: ActivationWish,
): Promise<ActivationResult> {
  const { db, tokens } = parts;
  // What no trial has kept, while everybody goes on saving; behind the locks only what came since.
  const first = await lookAtPack(parts, db, id, wallClock() + PAGE_MS);
  if (first.active.id !== seenActive || first.version.active || isUnfit(first))
    throw new AppError('conflict', 409);
  if (!first.dryRun.complete) return { outcome: 'untried' };
  if (first.asks !== 'reason' && number !== first.consequences.length)
    return { outcome: 'wrongNumber', review: first };
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, purposeOfActivation(id));
    await lockWindows(transaction);
    if (first.asks !== 'secondOfficer') await awaitReaders(transaction);
    const review = await lookAtPack(parts, transaction, id, wallClock() + PAGE_MS, first);
    if (
      review.active.id !== seenActive ||
      !review.dryRun.complete ||
      isUnfit(review) ||
      isOther(review, first)
    )
      throw new AppError('conflict', 409);
    if (review.asks === 'secondOfficer') {
      await askSecondOfficer(transaction, author, review);
      return { outcome: 'requested' };
    }
    await putInForce(parts, transaction, author, review, null);
    return { outcome: 'inForce' };
  });
}

/** The second officer's word: in force, as above, where everything is as it was asked for. */
export async function approveRequest(
  parts: RulePackServiceParts,
  author: OfficerActAuthor,
  id: number,
): Promise<DecisionRefusal | null> {
  const { db, tokens } = parts;
  const first = await lookAtPack(parts, db, id, wallClock() + PAGE_MS);
  if (!first.dryRun.complete) return 'untried';
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, purposeOfDecision('approve', id));
    const request = await lockWaitingRequest(transaction, id);
    if (request === null) return 'decided';
    const { requestedBy } = request;
    if (requestedBy !== null && !(await areTwo(transaction, requestedBy, author.officer.id)))
      return 'sameOfficer';
    await lockWindows(transaction);
    await awaitReaders(transaction);
    const review = await lookAtPack(parts, transaction, id, wallClock() + PAGE_MS, first);
    if (isOvertaken(review, request)) return 'overtaken';
    if ((await decideRequest(transaction, request.id, 'approved', author.officer.id, null)) !== 1)
      throw new AppError('conflict', 409);
    await putInForce(parts, transaction, { ...author, reason: request.reason }, review, request);
    return null;
  });
}

/** Refused by the second officer, or taken back by the first. */
export function refuseRequest(
  { db, tokens }: RulePackServiceParts,
  author: OfficerActAuthor,
  id: number,
): Promise<DecisionRefusal | null> {
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, purposeOfDecision('refuse', id));
    const request = await lockWaitingRequest(transaction, id);
    if (request === null) return 'decided';
    const { officer, reason } = author;
    if ((await decideRequest(transaction, request.id, 'refused', officer.id, reason)) !== 1)
      throw new AppError('conflict', 409);
    await auditAct(transaction, author, {
      action: 'refuseRulePack',
      subjectKind: 'rulePack',
      subjectId: id,
      detail: { requestedBy: nameRequester(request) },
    });
    return null;
  });
}

/** Whether the same act would ask for something else, or concern others, than a moment ago. */
function isOther(review: PackReview, first: PackReview): boolean {
  return review.asks !== first.asks || review.consequences.length !== first.consequences.length;
}

/** Whether a request can no more be granted as it was made. */
function isOvertaken(review: PackReview, { replacesId, number }: ActivationRequest): boolean {
  return (
    !review.dryRun.complete ||
    review.active.id !== replacesId ||
    isUnfit(review) ||
    review.consequences.length !== number
  );
}
