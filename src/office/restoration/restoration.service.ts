import type { Knex } from 'knex';
import { hasClosed } from '../../domain/batches/has-closed';
import {
  type CandidateRecord,
  findCandidate,
  lockCandidate,
} from '../../domain/candidates/candidate.repository';
import { toFacts } from '../../domain/candidates/candidate-facts';
import type { ApplicationVersion } from '../../domain/choice-lists/application.repository';
import { formatCheckValue, toChoiceList } from '../../domain/choice-lists/canonical-body';
import {
  findRestorable,
  type RestoreRefusal,
  restoreVersion,
} from '../../domain/choice-lists/restore-version';
import { planScopeOf } from '../../domain/choice-lists/standing';
import { presentViolations } from '../../domain/choice-lists/violation.presenter';
import { SAVE_GRANTED } from '../../domain/granted-saves/grant-saves';
import { grantSaves } from '../../domain/granted-saves/holder.repository';
import { tellOwner } from '../../domain/messages/tell-owner';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { Officer } from '../../domain/officers/officer';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import { holdReference, inStep, type Watched } from '../../infrastructure/database/reference-watch';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { checkChoiceList } from '../../rules/filing/check-choice-list';
import { findBatch, quotaGroupCode } from '../../rules/filing/groups';
import type { Batch } from '../../rules/rule-pack';
import {
  decideRestoration,
  insertRestoration,
  lockRestoration,
  type Restoration,
} from './restoration.repository';

export interface OfficerAuthor {
  readonly officer: Officer;
  readonly origin: Origin;
  readonly token: string;
}

interface RestorationWish {
  readonly candidate: CandidateRecord;
  readonly versionId: number;
  readonly policeReport: string;
  readonly reason: string;
}

/** `sameOfficer`: who asked cannot approve. `pending`: another request for the group waits. */
export type RestorationRefusal = RestoreRefusal | 'pending' | 'sameOfficer' | 'decided';

export type RestorationResult = { readonly refusal: RestorationRefusal | null };

/** The forms' tokens are issued for these. */
export const REQUEST_PURPOSE = 'requestRestoration';
export const decisionPurpose = (act: 'approve' | 'refuse', id: number) => `${act}Restoration|${id}`;

interface RestorationParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
}

/** What was begun is undone, and the refusal told. */
class Refused extends Error {
  constructor(readonly refusal: RestorationRefusal) {
    super(refusal);
  }
}

const pack = ({ reference }: RestorationParts) => reference.current().calendar.pack;

async function run(
  parts: RestorationParts,
  work: (transaction: Knex.Transaction) => Promise<void>,
): Promise<RestorationResult> {
  const { reference, db } = parts;
  try {
    await inStep(reference, () => db.transaction(work));
    return { refusal: null };
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.refusal };
    throw error;
  }
}

async function getPending(transaction: Knex.Transaction, id: number): Promise<Restoration> {
  const restoration = await lockRestoration(transaction, id);
  if (restoration === null) throw notFound();
  if (restoration.decision !== null) throw new Refused('decided');
  return restoration;
}

async function putBack(
  parts: RestorationParts,
  transaction: Knex.Transaction,
  { officer, origin }: OfficerAuthor,
  restoration: Restoration,
): Promise<number> {
  const { reference, clock, cipher } = parts;
  await lockCandidate(transaction, restoration.candidateId);
  await holdReference(transaction, reference.version());
  const candidate = await findCandidate(transaction, restoration.candidateId);
  if (candidate === null) throw notFound();
  const now = await clock.now(transaction);
  const restored = await restoreVersion(transaction, {
    candidate,
    versionId: restoration.versionId,
    pack: pack(parts),
    now,
    officers: [restoration.requestedBy, officer.id],
    origin,
    formToken: `restoration|${restoration.id}`,
  });
  if ('refusal' in restored) throw new Refused(restored.refusal);
  const { version, source, savesLeft } = restored;
  const batch = findBatch(pack(parts), version.batch);
  const gone = batch === null ? [] : listGone(parts, candidate, batch, source);
  const grants = batch !== null && gone.length > 0 && mayBeFiled(parts, candidate, batch, now);
  if (grants) await grantSaves(transaction, [candidate.id], quotaGroupCode(batch), now);
  await tellOwner(transaction, cipher, {
    candidateId: candidate.id,
    kind: 'choicesRestored',
    at: now,
    values: {
      batch: batch?.name ?? version.batch,
      police: restoration.policeReport,
      savedAt: source.savedAt,
      saveNumber: source.saveNumber,
      left: savesLeft + (grants ? 1 : 0),
      gone: presentGone(gone, grants),
      checkValue: formatCheckValue(version.hash),
    },
  });
  return restored.versionId;
}

/** What of a list that is put back stands in the plan no more: its owner was not told when that was changed. */
function listGone(
  parts: RestorationParts,
  candidate: CandidateRecord,
  batch: Batch,
  { body }: ApplicationVersion,
): readonly string[] {
  const violations = checkChoiceList({
    pack: pack(parts),
    batch,
    facts: toFacts(candidate),
    plan: parts.reference.current().plan.viewOf(planScopeOf(batch, candidate)),
    choices: toChoiceList(body),
  });
  return presentViolations(batch, violations)
    .filter(({ severity }) => severity === 'block')
    .map(({ summary }) => summary);
}

const mayBeFiled = ({ reference }: RestorationParts, candidate: CandidateRecord, batch: Batch, now: Date) =>
  !hasClosed(reference.current().calendar, batch.code, toFacts(candidate), now);

/** The first officer's half. @throws AppError notFound, csrf, actRepeated */
function requestRestoration(
  parts: RestorationParts,
  { officer, origin, token }: OfficerAuthor,
  wish: RestorationWish,
): Promise<RestorationResult> {
  return run(parts, async (transaction) => {
    const { candidate, versionId, policeReport, reason } = wish;
    await parts.tokens.use(transaction, token, officer.id, REQUEST_PURPOSE);
    const found = await findRestorable(transaction, { candidate, versionId, pack: pack(parts) });
    if (found.refusal !== null) throw new Refused(found.refusal);
    const id = await insertRestoration(transaction, {
      candidateId: candidate.id,
      group: found.source.group,
      versionId,
      policeReport,
      reason,
      requestedBy: officer.id,
    });
    if (id === null) throw new Refused('pending');
    await auditOfficer(transaction, officer, origin, {
      action: 'requestRestoration',
      subjectKind: 'candidate',
      subjectId: candidate.id,
      detail: { reason, police: policeReport, restoration: id, version: versionId },
    });
  });
}

/** The second officer's: puts the version back. @throws AppError notFound, csrf, actRepeated */
function approveRestoration(
  parts: RestorationParts,
  author: OfficerAuthor,
  id: number,
): Promise<RestorationResult> {
  return run(parts, async (transaction) => {
    const { officer, origin, token } = author;
    const restoration = await getPending(transaction, id);
    if (restoration.requestedBy === officer.id) throw new Refused('sameOfficer');
    await parts.tokens.use(transaction, token, officer.id, decisionPurpose('approve', id));
    const restoredVersionId = await putBack(parts, transaction, author, restoration);
    const decision = { decision: 'approved', by: officer.id, reason: null, restoredVersionId } as const;
    if ((await decideRestoration(transaction, id, decision)) !== 1) throw new AppError('conflict', 409);
    await auditOfficer(transaction, officer, origin, {
      action: 'approveRestoration',
      subjectKind: 'candidate',
      subjectId: restoration.candidateId,
      detail: { restoration: id, version: restoration.versionId, restored: restoredVersionId },
    });
  });
}

/** Refused by the second officer, or withdrawn by the first. @throws AppError notFound, csrf, actRepeated */
function refuseRestoration(
  parts: RestorationParts,
  { officer, origin, token }: OfficerAuthor,
  id: number,
  reason: string,
): Promise<RestorationResult> {
  return run(parts, async (transaction) => {
    const restoration = await getPending(transaction, id);
    await parts.tokens.use(transaction, token, officer.id, decisionPurpose('refuse', id));
    const decision = { decision: 'refused', by: officer.id, reason, restoredVersionId: null } as const;
    if ((await decideRestoration(transaction, id, decision)) !== 1) throw new AppError('conflict', 409);
    await auditOfficer(transaction, officer, origin, {
      action: 'refuseRestoration',
      subjectKind: 'candidate',
      subjectId: restoration.candidateId,
      detail: { reason, restoration: id },
    });
  });
}

/** 志愿恢复: a list that somebody else tampered with is put back, by two officers of the province (P3). */
export function createRestorationService(parts: RestorationParts) {
  return {
    request: (author: OfficerAuthor, wish: RestorationWish) => requestRestoration(parts, author, wish),
    approve: (author: OfficerAuthor, id: number) => approveRestoration(parts, author, id),
    refuse: (author: OfficerAuthor, id: number, reason: string) =>
      refuseRestoration(parts, author, id, reason),
  };
}

export type RestorationService = ReturnType<typeof createRestorationService>;

function presentGone(gone: readonly string[], grants: boolean): string {
  if (gone.length === 0) return '';
  const more = grants ? SAVE_GRANTED : '';
  return `恢复的内容中有现在不能填报的志愿：${gone.join('')}${more}`;
}
