import type { Knex } from 'knex';
import { insertAuditEntry } from '../../domain/audit/audit.repository';
import { presentRetractions } from '../../domain/batches/batch-state.presenter';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import {
  type ApplicationGroup,
  type ApplicationVersion,
  findVersion,
} from '../../domain/choice-lists/application.repository';
import { formatCheckValue } from '../../domain/choice-lists/canonical-body';
import { noteConfirmation, noteRetraction } from '../../domain/choice-lists/group-act.repository';
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
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { mayConfirm, mayRetract, needsConfirmation } from '../../rules/filing/final-confirmation';
import type { Batch } from '../../rules/pack/rule-pack';

/** 确认志愿, or 撤销确认. */
export type ConfirmationAct = 'confirm' | 'retract';

interface ConfirmationRequest extends ActAnswer {
  readonly act: ConfirmationAct;
  readonly candidate: CandidateRecord;
  readonly batch: string;
  /** The version that the page showed. */
  readonly versionId: number;
  readonly journey: string;
  readonly origin: Origin;
}

export interface ConfirmationPage {
  readonly batch: Batch;
  readonly version: ApplicationVersion;
  readonly standing: BatchStanding;
  readonly step: ProofStep;
}

type ConfirmationResult =
  | { readonly outcome: 'done' }
  /** Saved, or put back, anew since the page was shown. */
  | { readonly outcome: 'stale' }
  | ActUnproved;

interface ConfirmationParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly proof: ProofService;
  readonly signIn: SignInService;
}

export function createConfirmationService(parts: ConfirmationParts) {
  return bindParts(parts, { getPage, sendCode, act: perform });
}

export type ConfirmationService = ReturnType<typeof createConfirmationService>;

/** Who asks, and where. */
interface Asker {
  readonly candidate: CandidateRecord;
  readonly journey: string;
  readonly origin: Origin;
}

/** @throws AppError when this cannot be done to the batch now. */
async function getPage(
  parts: ConfirmationParts,
  act: ConfirmationAct,
  code: string,
  asker: Asker,
): Promise<ConfirmationPage> {
  const { db, clock, reference, proof } = parts;
  const batch = getBatch(parts, code);
  const { calendar } = reference.current();
  const { group, standing } = await findStanding(db, clock, calendar, asker.candidate, batch);
  const { versionId } = requireInForce(act, batch, group, standing);
  const [version, step] = await Promise.all([
    findVersion(db, asker.candidate.id, versionId),
    proof.describeStep(proofOf(asker)),
  ]);
  if (version === null) throw new Error(`version ${versionId} is missing`);
  return { batch, version, standing, step };
}

async function sendCode(
  parts: ConfirmationParts,
  act: ConfirmationAct,
  code: string,
  asker: Asker,
): ReturnType<ProofService['sendCode']> {
  await getPage(parts, act, code, asker);
  return parts.proof.sendCode(proofOf(asker));
}

/**
 * Confirms the list in force finally, or takes that back. Against a concurrent save one of the two wins: both lock the
 * candidate, and the save finds a list that is confirmed, or the confirmation another list than was shown.
 * @throws AppError when this cannot be done to the batch now.
 */
async function perform(parts: ConfirmationParts, request: ConfirmationRequest): Promise<ConfirmationResult> {
  const { reference, db } = parts;
  const { version } = await getPage(parts, request.act, request.batch, request);
  if (version.id !== request.versionId) return { outcome: 'stale' };
  const proved = await proveAct(parts, request.candidate, proofOf(request), request);
  if (proved.outcome !== 'proved') return proved;
  return inStep(reference, () =>
    db.transaction(async (transaction) => {
      const result = await write(parts, transaction, request, version, proved.rung);
      await proved.requireProof(transaction);
      return result;
    }),
  );
}

const proofOf = ({ candidate, journey, origin }: Asker): ProofRequest => ({
  candidateId: candidate.id,
  purpose: 'confirm',
  journey,
  origin,
});

function getBatch({ reference }: ConfirmationParts, code: string): Batch {
  const batch = reference.current().calendar.findBatch(code);
  if (batch === null || batch.finalConfirmation === undefined) throw notFound();
  return batch;
}

interface InForce {
  readonly group: ApplicationGroup;
  readonly versionId: number;
}

function requireInForce(
  act: ConfirmationAct,
  batch: Batch,
  group: ApplicationGroup | null,
  standing: BatchStanding,
): InForce {
  if (group === null || group.versionId === null || group.savedBatch !== batch.code) throw notFound();
  if (group.abandoned) throw new AppError('abandoned', 409);
  const may = act === 'confirm' ? mayConfirm(standing) : mayRetract(standing);
  if (!may) throw new AppError('confirmationRefused', 409);
  return { group, versionId: group.versionId };
}

async function write(
  parts: ConfirmationParts,
  transaction: Knex.Transaction,
  request: ConfirmationRequest,
  version: ApplicationVersion,
  rung: string,
): Promise<ConfirmationResult> {
  const { reference, clock, cipher } = parts;
  const { act, candidate, origin } = request;
  const batch = getBatch(parts, request.batch);
  const seen = { pack: reference.current().calendar.pack, version: reference.version() };
  const found = await findStandingForChange(transaction, clock, seen, candidate, batch);
  requireChanges(reference.current().switches);
  const { group, versionId } = requireInForce(act, batch, found.group, found.standing);
  if (versionId !== version.id) return { outcome: 'stale' };
  const retractionsUsed = group.retractionsUsed ?? 0;
  const note = act === 'confirm' ? noteConfirmation : noteRetraction;
  const changed = await note(transaction, candidate.id, { ...group, retractionsUsed }, found.now);
  if (changed !== 1) throw new AppError('conflict', 409);
  if (rung !== 'phrase') await trustDevice(transaction, candidate.id, origin.device);
  const confirmation = found.standing.confirmation;
  const left = (confirmation?.retractionsLeft ?? 0) - (act === 'retract' ? 1 : 0);
  await insertAuditEntry(transaction, {
    actorKind: 'candidate',
    actorId: String(candidate.id),
    action: act === 'confirm' ? 'confirmList' : 'retractConfirmation',
    subjectKind: 'application',
    subjectId: String(versionId),
    detail: { batch: batch.code, ordinal: version.ordinal, rung },
    origin,
  });
  await tellOwner(transaction, cipher, {
    candidateId: candidate.id,
    kind: act === 'confirm' ? 'listConfirmed' : 'confirmationRetracted',
    at: found.now,
    values: {
      batch: batch.name,
      saveNumber: version.saveNumber,
      checkValue: formatCheckValue(version.hash),
      retractions: presentRetractions({ confirmed: act === 'confirm', retractionsLeft: left }),
      unconfirmed: needsConfirmation(batch)
        ? '没有确认的志愿截止后无效，修改后请重新确认。'
        : '修改后请重新确认。',
      ...nameOrigin(origin),
    },
  });
  return { outcome: 'done' };
}
