import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { type AuditEntry, insertAuditEntry } from '../audit/audit.repository';
import type { OfficeAction } from './actions';

/** One act of an officer, or one opening of a personal record. */
export interface OfficerAct {
  readonly action: OfficeAction;
  /** `candidate`, `officer`, `batch` and so on. */
  readonly subjectKind: string;
  readonly subjectId: string | number;
  /** Never names, numbers or choices of candidates; `reason` has a column of its own in 操作记录. */
  readonly detail?: AuditEntry['detail'];
}

/** Writes down what an officer does, in the transaction of the act itself: no line, no act (P29). */
export async function auditOfficer(
  transaction: Knex,
  officer: { readonly id: number },
  origin: Origin,
  { action, subjectKind, subjectId, detail = {} }: OfficerAct,
): Promise<void> {
  await insertAuditEntry(transaction, {
    actorKind: 'officer',
    actorId: String(officer.id),
    action,
    subjectKind,
    subjectId: String(subjectId),
    detail,
    origin,
  });
}
