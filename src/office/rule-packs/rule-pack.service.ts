import type { Knex } from 'knex';
import { listRulePackFaults } from '../../domain/batches/rule-pack-faults';
import {
  findRulePackVersion,
  insertRulePackVersion,
  listRulePackVersions,
  switchRulePack,
} from '../../domain/batches/rule-pack-version.repository';
import { lockWindows } from '../../domain/batches/stored-window.repository';
import { insertWindows } from '../../domain/batches/window.repository';
import { type ActAuthor, auditAct, beginAct } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { type Clock, wallClock } from '../../infrastructure/clock';
import { awaitReaders } from '../../infrastructure/database/reference-watch';
import { AppError } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import { comparePacks } from '../../rules/pack/compare-packs';
import type { RulePack } from '../../rules/rule-pack';
import type { DecisionRefusal } from './consequences';
import { getVersion, isUnfit, type PackReview, reviewPack } from './pack-review';
import {
  type ActivationRequest,
  decideRequest,
  insertRequest,
  lockWaitingRequest,
} from './request.repository';
import { tellConcerned } from './tell-concerned';

type UploadResult =
  | { readonly outcome: 'kept'; readonly id: number }
  | { readonly outcome: 'faults'; readonly faults: readonly string[] }
  /** The version is kept already and says something else. */
  | { readonly outcome: 'versionTaken'; readonly code: string; readonly version: number };

interface ActivationWish {
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

export const UPLOAD_PURPOSE = 'uploadRulePack';
export const purposeOfActivation = (id: number) => `activateRulePack|${id}`;
export const purposeOfDecision = (decision: 'approve' | 'refuse', id: number) => `${decision}RulePack|${id}`;

/** A page is not waited for longer than this; what was looked at until then is told. */
const PAGE_BUDGET_MS = 15_000;

interface RulePackServiceParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens | null;
}

async function look(
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

/** Keeps a pack that was sent as JSON text, out of force. */
async function uploadPack(
  { db, tokens }: RulePackServiceParts,
  author: ActAuthor,
  text: string,
): Promise<UploadResult> {
  const read = listRulePackFaults(text);
  if (read.pack === null) return { outcome: 'faults', faults: read.faults };
  const { pack } = read;
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, UPLOAD_PURPOSE);
    const id = await insertRulePackVersion(transaction, pack);
    if (id === null) return findSame(transaction, pack);
    await auditAct(transaction, author, {
      action: 'uploadRulePack',
      subjectKind: 'rulePack',
      subjectId: id,
      detail: { code: pack.code, version: pack.version },
    });
    return { outcome: 'kept', id };
  });
}

/**
 * A version beside the active one: differences, a dry run, everything that it does; `whole` looks at every list,
 * however long that takes. @throws AppError notFound
 */
function reviewVersion(
  parts: RulePackServiceParts,
  id: number,
  options?: { readonly whole: boolean },
): Promise<PackReview> {
  return look(
    parts,
    parts.db,
    id,
    options?.whole === true ? Number.POSITIVE_INFINITY : wallClock() + PAGE_BUDGET_MS,
  );
}

/** The same of a pack that is not kept; every list is looked at, however long that takes. */
async function previewPack({ clock, db }: RulePackServiceParts, pack: RulePack): Promise<PackReview> {
  const version = { id: 0, code: pack.code, version: pack.version, active: false, pack };
  const createdAt = await clock.now(db);
  const options = { until: Number.POSITIVE_INFINITY, former: null };
  return reviewPack(db, clock, { ...version, createdAt }, options);
}

/**
 * Puts a version in force, forwards or back, with windows for batches that have none; on every node within 5
 * seconds. What was saved keeps the version it was saved under. Where the pack concerns open batches or saved lists,
 * their number must have been typed; while anybody may file, a second officer is asked and nothing changes yet.
 * Owners of lists are told, and may save once more.
 * @throws AppError notFound; conflict (409) when another version was activated since `seenActive`, when it is in
 * force already, or when what is saved would be lost or open with wrong data
 */
async function activatePack(
  parts: RulePackServiceParts,
  author: ActAuthor,
  id: number,
  { seenActive, number }: ActivationWish,
): Promise<ActivationResult> {
  const { db, tokens } = parts;
  // Most of the work, while everybody goes on saving; behind the locks only what came since.
  const first = await look(parts, db, id, Number.POSITIVE_INFINITY);
  if (first.active.id !== seenActive || first.version.active || isUnfit(first))
    throw new AppError('conflict', 409);
  if (first.asks !== 'reason' && number !== first.consequences.length)
    return { outcome: 'wrongNumber', review: first };
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, purposeOfActivation(id));
    await lockWindows(transaction);
    if (first.asks !== 'secondOfficer') await awaitReaders(transaction);
    const review = await look(parts, transaction, id, Number.POSITIVE_INFINITY, first);
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
async function approveRequest(
  parts: RulePackServiceParts,
  author: OfficerAuthor,
  id: number,
): Promise<DecisionRefusal | null> {
  const { db, tokens } = parts;
  const first = await look(parts, db, id, Number.POSITIVE_INFINITY);
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, purposeOfDecision('approve', id));
    const request = await lockWaitingRequest(transaction, id);
    if (request === null) return 'decided';
    if (request.requestedBy === author.officer.id) return 'sameOfficer';
    await lockWindows(transaction);
    await awaitReaders(transaction);
    const review = await look(parts, transaction, id, Number.POSITIVE_INFINITY, first);
    if (isOvertaken(review, request)) return 'overtaken';
    if ((await decideRequest(transaction, request.id, 'approved', author.officer.id, null)) !== 1)
      throw new AppError('conflict', 409);
    await putInForce(parts, transaction, { ...author, reason: request.reason }, review, request);
    return null;
  });
}

/** Refused by the second officer, or taken back by the first. */
function refuseRequest(
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

export function createRulePackService(parts: RulePackServiceParts) {
  return {
    upload: (author: ActAuthor, text: string) => uploadPack(parts, author, text),
    review: (id: number, options?: { readonly whole: boolean }) => reviewVersion(parts, id, options),
    preview: (pack: RulePack) => previewPack(parts, pack),
    activate: (author: ActAuthor, id: number, wish: ActivationWish) => activatePack(parts, author, id, wish),
    approve: (author: OfficerAuthor, id: number) => approveRequest(parts, author, id),
    refuse: (author: OfficerAuthor, id: number) => refuseRequest(parts, author, id),
  };
}

export type RulePackService = ReturnType<typeof createRulePackService>;

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

async function findSame(transaction: Knex, pack: RulePack): Promise<UploadResult> {
  const versions = await listRulePackVersions(transaction);
  const taken = versions.find(({ code, version }) => code === pack.code && version === pack.version);
  const kept = taken === undefined ? null : await findRulePackVersion(transaction, taken.id);
  if (kept !== null && comparePacks(kept.pack, pack).length === 0) return { outcome: 'kept', id: kept.id };
  return { outcome: 'versionTaken', code: pack.code, version: pack.version };
}
