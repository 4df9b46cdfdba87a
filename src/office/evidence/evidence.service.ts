import type { Knex } from 'knex';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { toFacts } from '../../domain/candidates/candidate-facts';
import { listVersions } from '../../domain/choice-lists/application.repository';
import { getFactors } from '../../domain/identity/factor.repository';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { Officer } from '../../domain/officers/officer';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import type { EnvironmentName } from '../../infrastructure/config/config';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { formatInstant } from '../../infrastructure/format-time';
import type { Origin } from '../../infrastructure/origin';
import { hasClosed } from '../../rules/windows/closing';
import { presentEvidence } from './evidence.presenter';
import {
  listActs,
  listAllSignIns,
  listAttempts,
  listMailRecords,
  listMessageRecords,
  listOfficerNames,
} from './evidence.repository';
import type { EvidenceDocument } from './evidence-document';

/** How the evidence is taken: looked at, printed from the browser, or as PDF. */
export type EvidenceForm = 'page' | 'print' | 'pdf';

interface EvidenceRequest {
  readonly officer: Officer;
  readonly origin: Origin;
  readonly candidate: CandidateRecord;
  readonly reason: string;
  readonly form: EvidenceForm;
}

interface EvidenceParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
  readonly environment: EnvironmentName;
}

async function listFactors(transaction: Knex, candidateId: number) {
  const { totpBoundAt, wechatBoundAt, phoneBoundAt, hasPhrase, resetAt } = await getFactors(
    transaction,
    candidateId,
  );
  const since = (at: Date | null) => (at === null ? '没有' : `${formatInstant(at)}起`);
  return [
    { label: '动态密码', value: since(totpBoundAt) },
    { label: '微信', value: since(wechatBoundAt) },
    { label: '手机', value: since(phoneBoundAt) },
    { label: '密码验证信息', value: hasPhrase ? '已设置' : '没有' },
    { label: '最近重置密码', value: resetAt === null ? '没有' : formatInstant(resetAt) },
  ];
}

/** All that is kept of one candidate, opened for a reason that is written down in the same transaction. */
function openEvidence(
  { db, reference, clock, environment }: EvidenceParts,
  { officer, origin, candidate, reason, form }: EvidenceRequest,
): Promise<EvidenceDocument> {
  return db.transaction(async (transaction) => {
    await auditOfficer(transaction, officer, origin, {
      action: 'openEvidence',
      subjectKind: 'candidate',
      subjectId: candidate.id,
      detail: { reason, as: form },
    });
    const { calendar } = reference.current();
    const now = await clock.now(transaction);
    const facts = toFacts(candidate);
    const versions = await listVersions(transaction, candidate.id);
    const acts = await listActs(
      transaction,
      candidate.id,
      versions.map(({ id }) => id),
    );
    const actors = acts.filter(({ actorKind }) => actorKind === 'officer').map(({ actorId }) => actorId);
    const restorers = versions.flatMap(
      ({ restoredBy, typedBy }) => (restoredBy ?? typedBy)?.split('+') ?? [],
    );
    return presentEvidence({
      environment,
      office: calendar.pack.platform.office,
      candidate,
      attempts: await listAttempts(transaction, candidate.id),
      versions,
      signIns: await listAllSignIns(transaction, candidate.id),
      acts,
      mails: await listMailRecords(transaction, candidate.id),
      messages: await listMessageRecords(transaction, candidate.id),
      factors: await listFactors(transaction, candidate.id),
      officerNames: await listOfficerNames(transaction, [...actors, ...restorers]),
      nameBatch: (code) => calendar.findBatch(code)?.name ?? code,
      hasClosed: (batch) => hasClosed(calendar.listWindows(batch), facts, now),
      openedBy: `${officer.name}（${officer.placeName}）`,
      reason,
      now,
    });
  });
}

export function createEvidenceService(parts: EvidenceParts) {
  return {
    open: (request: EvidenceRequest) => openEvidence(parts, request),
  };
}

export type EvidenceService = ReturnType<typeof createEvidenceService>;
