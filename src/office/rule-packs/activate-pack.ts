import type { Knex } from 'knex';
import { switchRulePack } from '../../domain/batches/rule-pack-version.repository';
import { lockWindows } from '../../domain/batches/stored-window.repository';
import { insertWindows } from '../../domain/batches/window.repository';
import { type ActAuthor, auditAct, beginAct } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { Clock } from '../../infrastructure/clock';
import { awaitReaders } from '../../infrastructure/database/reference-watch';
import { AppError } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { DecisionRefusal } from './consequences';
import { getVersion, isUnfit, type PackReview, reviewPack } from './pack-review';
import {
  type ActivationRequest,
  decideRequest,
  insertRequest,
  lockWaitingRequest,
} from './request.repository';
import { tellConcerned } from './tell-concerned';

export interface ActivationWish {
  /** The version in force that the wish was made beside. */
  readonly seenActive: number;
  /** Of open batches and lists that the pack concerns, as it was typed; null where none was. */
  readonly number: number | null;
}

/** What became of a wish: in force, waiting for a second officer, or the number is not the one of `review`. */
type ActivationResult =
  | { readonly outcome: 'inForce' | 'requested' }
  | { readonly outcome: 'wrongNumber'; readonly review: PackReview };

export type OfficerAuthor = Extract<ActAuthor, { readonly kind: 'officer' }>;
export const purposeOfActivation = (id: number) => `activateRulePack|${id}`;
export const purposeOfDecision = (decision: 'approve' | 'refuse', id: number) => `${decision}RulePack|${id}`;

export interface RulePackServiceParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens | null;
}

/** A version beside the active one; `until`, in milliseconds, ends the look at lists. @throws AppError notFound */
export async function lookAtPack(
  parts: RulePackServiceParts,
  within: Knex,
  id: number,
  until: number,
  former: PackReview | null = null,
) {
  return reviewPack(within, parts.clock, await getVersion(within, id), { until, former });
}

/** Puts a version in force and tells whom it concerns. Nobody saves between the look and the commit. */
async function putInForce(
  parts: RulePackServiceParts,
  transaction: Knex.Transaction,
  author: ActAuthor,
  review: PackReview,
  request: ActivationRequest | null,
): Promise<void> {
  const { clock, cipher } = parts;
  const { active, version, newWindows, dryRun, consequences } = review;
  const { pack } = version;
  if ((await switchRulePack(transaction, active.id, version.id)) !== 2) throw new AppError('conflict', 409);
  if (newWindows.length > 0) await insertWindows(transaction, pack.code, newWindows);
  const now = await clock.now(transaction);
  await tellConcerned(transaction, cipher, { pack, now, concerned: dryRun.concerned });
  await auditAct(transaction, author, {
    action: 'activateRulePack',
    subjectKind: 'rulePack',
    subjectId: version.id,
    detail: {
      ...describeChange(review),
      ...(consequences.length > 0 && { concerned: consequences.length }),
      ...(request !== null && { requestedBy: nameRequester(request) }),
    },
  });
}

async function askSecondOfficer(
  transaction: Knex.Transaction,
  author: ActAuthor,
  review: PackReview,
): Promise<void> {
  const { active, version, consequences } = review;
  const id = await insertRequest(transaction, {
    packId: version.id,
    replacesId: active.id,
    number: consequences.length,
    reason: author.reason,
    requestedBy: author.kind === 'officer' ? author.officer.id : null,
  });
  if (id === null) throw new AppError('conflict', 409);
  await auditAct(transaction, author, {
    action: 'requestRulePack',
    subjectKind: 'rulePack',
    subjectId: version.id,
    detail: { ...describeChange(review), concerned: consequences.length },
  });
}

/**
 * Puts a version in force, forwards or back, with windows for batches that have none; on every node within 5
 * seconds. What was saved keeps the version it was saved under. Where the pack concerns open batches or saved lists,
 * their number must have been typed; while anybody may file, a second officer is asked and nothing changes yet.
 * Owners of lists are told, and may save once more.
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
  // Most of the work, while everybody goes on saving; behind the locks only what came since.
  const first = await lookAtPack(parts, db, id, Number.POSITIVE_INFINITY);
  if (first.active.id !== seenActive || first.version.active || isUnfit(first))
    throw new AppError('conflict', 409);
  if (first.asks !== 'reason' && number !== first.consequences.length)
    return { outcome: 'wrongNumber', review: first };
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, purposeOfActivation(id));
    await lockWindows(transaction);
    if (first.asks !== 'secondOfficer') await awaitReaders(transaction);
    const review = await lookAtPack(parts, transaction, id, Number.POSITIVE_INFINITY, first);
    if (review.active.id !== seenActive || isUnfit(review) || isOther(review, first))
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
  author: OfficerAuthor,
  id: number,
): Promise<DecisionRefusal | null> {
  const { db, tokens } = parts;
  const first = await lookAtPack(parts, db, id, Number.POSITIVE_INFINITY);
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, purposeOfDecision('approve', id));
    const request = await lockWaitingRequest(transaction, id);
    if (request === null) return 'decided';
    if (request.requestedBy === author.officer.id) return 'sameOfficer';
    await lockWindows(transaction);
    await awaitReaders(transaction);
    const review = await lookAtPack(parts, transaction, id, Number.POSITIVE_INFINITY, first);
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
  author: OfficerAuthor,
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
  return review.active.id !== replacesId || isUnfit(review) || review.consequences.length !== number;
}

const describeChange = ({ active, version }: PackReview) => ({
  before: `${active.code} ${active.version}`,
  after: `${version.code} ${version.version}`,
});

const nameRequester = ({ requestedBy }: ActivationRequest) =>
  requestedBy === null ? 'operator' : `officer ${requestedBy}`;
