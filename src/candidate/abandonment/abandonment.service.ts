import type { Knex } from 'knex';
import { insertAuditEntry } from '../../domain/audit/audit.repository';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { type ApplicationGroup, abandonGroup } from '../../domain/choice-lists/application.repository';
import { clearFiling } from '../../domain/choice-lists/draft.repository';
import { findStanding, findStandingForChange } from '../../domain/choice-lists/standing';
import { type ActAnswer, type ActUnproved, proveAct } from '../../domain/credentials/prove-act';
import type { SignInService } from '../../domain/credentials/sign-in.service';
import { trustDevice } from '../../domain/identity/device.repository';
import type { ProofService, ProofStep } from '../../domain/identity/proof.service';
import type { ProofRequest } from '../../domain/identity/proof-parts';
import { nameOrigin } from '../../domain/mailbox/mail.presenter';
import { tellOwner } from '../../domain/messages/tell-owner';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import { inStep, type Watched } from '../../infrastructure/database/reference-watch';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { requireChanges } from '../../infrastructure/read-only';
import type { Cipher } from '../../infrastructure/security/cipher';
import { mayAbandon } from '../../rules/filing/abandonment';
import { abandonGroupCode, listAbandonGroup } from '../../rules/filing/groups';
import type { Batch } from '../../rules/pack/rule-pack';

/** Words that have to be typed, so that no slip of a finger gives anything up. */
export const CONFIRMATION = '放弃志愿';

interface AbandonmentRequest extends ActAnswer {
  readonly candidate: CandidateRecord;
  readonly batch: string;
  /** The version that the page showed. */
  readonly versionId: number;
  readonly confirmation: string;
  readonly journey: string;
  readonly origin: Origin;
}

export interface AbandonmentPage {
  readonly batch: Batch;
  /** Every category that will be lost. */
  readonly lost: readonly Batch[];
  readonly versionId: number;
  readonly step: ProofStep;
}

export type AbandonmentResult =
  | { readonly outcome: 'abandoned' }
  | { readonly outcome: 'unconfirmed' }
  /** Saved anew since the page was shown. */
  | { readonly outcome: 'stale' }
  | ActUnproved;

interface AbandonmentServiceParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly proof: ProofService;
  readonly signIn: SignInService;
}

export function createAbandonmentService(parts: AbandonmentServiceParts) {
  return bindParts(parts, { getPage, sendCode, abandon });
}

export type AbandonmentService = ReturnType<typeof createAbandonmentService>;

/** @throws AppError when the batch cannot be given up now. */
async function getPage(
  parts: AbandonmentServiceParts,
  candidate: CandidateRecord,
  code: string,
  journey: string,
  origin: Origin,
): Promise<AbandonmentPage> {
  const { proof, reference } = parts;
  const batch = getBatch(parts, code);
  const [versionId, step] = await Promise.all([
    getVersionInForce(parts, candidate, batch),
    proof.describeStep(proofOf(candidate, journey, origin)),
  ]);
  return { batch, lost: listAbandonGroup(reference.current().calendar.pack, code), versionId, step };
}

async function sendCode(
  parts: AbandonmentServiceParts,
  candidate: CandidateRecord,
  code: string,
  journey: string,
  origin: Origin,
): ReturnType<ProofService['sendCode']> {
  await getVersionInForce(parts, candidate, getBatch(parts, code));
  return parts.proof.sendCode(proofOf(candidate, journey, origin));
}

/**
 * Gives up the whole group, for good (M10). Against a concurrent save one of the two wins: both lock the candidate.
 * @throws AppError when the batch cannot be given up now.
 */
async function abandon(
  parts: AbandonmentServiceParts,
  request: AbandonmentRequest,
): Promise<AbandonmentResult> {
  const { reference, db } = parts;
  const { candidate, origin } = request;
  const batch = getBatch(parts, request.batch);
  const inForce = await getVersionInForce(parts, candidate, batch);
  if (request.confirmation.normalize('NFKC').trim() !== CONFIRMATION) return { outcome: 'unconfirmed' };
  if (inForce !== request.versionId) return { outcome: 'stale' };

  const proved = await proveAct(parts, candidate, proofOf(candidate, request.journey, origin), request);
  if (proved.outcome !== 'proved') return proved;
  return inStep(reference, () =>
    db.transaction(async (transaction) => {
      const batchNow = getBatch(parts, request.batch);
      const result = await write(parts, transaction, request, batchNow, proved.rung);
      await proved.requireProof(transaction);
      return result;
    }),
  );
}

const proofOf = (candidate: CandidateRecord, journey: string, origin: Origin): ProofRequest => ({
  candidateId: candidate.id,
  purpose: 'abandon',
  journey,
  origin,
});

function getBatch(parts: AbandonmentServiceParts, code: string): Batch {
  const batch = parts.reference.current().calendar.findBatch(code);
  if (batch === null) throw notFound();
  return batch;
}

function requireInForce(batch: Batch, now: Date, group: ApplicationGroup | null, may: boolean): number {
  if (group === null || group.versionId === null || group.savedBatch !== batch.code) throw notFound();
  if (group.abandoned) throw new AppError('abandoned', 409);
  if (!may) throw new AppError('abandonmentRefused', 409, { now: now.getTime() });
  return group.versionId;
}

async function getVersionInForce(
  parts: AbandonmentServiceParts,
  candidate: CandidateRecord,
  batch: Batch,
): Promise<number> {
  const { db, clock, reference } = parts;
  const { now, group, standing } = await findStanding(
    db,
    clock,
    reference.current().calendar,
    candidate,
    batch,
  );
  return requireInForce(batch, now, group, mayAbandon(batch, standing, now));
}

async function write(
  parts: AbandonmentServiceParts,
  transaction: Knex.Transaction,
  { candidate, origin, versionId }: AbandonmentRequest,
  batch: Batch,
  rung: string,
): Promise<AbandonmentResult> {
  const { reference, clock } = parts;
  const { pack } = reference.current().calendar;
  const seen = { pack, version: reference.version() };
  const { now, group, standing } = await findStandingForChange(transaction, clock, seen, candidate, batch);
  requireChanges(reference.current().switches);
  const inForce = requireInForce(batch, now, group, mayAbandon(batch, standing, now));
  if (inForce !== versionId) return { outcome: 'stale' };
  const lost = listAbandonGroup(pack, batch.code);
  const changed = await abandonGroup(transaction, candidate.id, abandonGroupCode(batch), now);
  if (changed !== 1) throw new AppError('abandoned', 409);
  await clearFiling(
    transaction,
    candidate.id,
    lost.map(({ code }) => code),
  );
  if (rung !== 'phrase') await trustDevice(transaction, candidate.id, origin.device);
  await insertAuditEntry(transaction, {
    actorKind: 'candidate',
    actorId: String(candidate.id),
    action: 'abandonGroup',
    subjectKind: 'application',
    subjectId: String(versionId),
    detail: { batch: batch.code, group: abandonGroupCode(batch), rung },
    origin,
  });
  await tellOwner(transaction, parts.cipher, {
    candidateId: candidate.id,
    kind: 'abandoned',
    at: now,
    values: {
      batches: lost.map(({ name }) => `【${name}】`).join(''),
      count: lost.length,
      ...nameOrigin(origin),
    },
  });
  return { outcome: 'abandoned' };
}
