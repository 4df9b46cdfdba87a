import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { type AuditEntry, insertAuditEntry } from '../audit/audit.repository';

/** Writes a candidate's act on the own account down, in its transaction: no line, no act. Never names, numbers or phones. */
export async function auditCandidate(
  transaction: Knex,
  candidateId: number,
  origin: Origin,
  action: string,
  detail: NonNullable<AuditEntry['detail']> = {},
): Promise<void> {
  await insertAuditEntry(transaction, {
    actorKind: 'candidate',
    actorId: String(candidateId),
    action,
    subjectKind: 'candidate',
    subjectId: String(candidateId),
    detail,
    origin,
  });
}
