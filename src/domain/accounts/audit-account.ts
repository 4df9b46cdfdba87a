import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { type AuditEntry, insertAuditEntry } from '../audit/audit.repository';

/** Writes an act of an account down, in its transaction: no line, no act. Never names, numbers, phones or mailboxes. */
export async function auditAccount(
  transaction: Knex,
  account: { readonly id: number },
  origin: Origin,
  action: string,
  detail: NonNullable<AuditEntry['detail']> = {},
): Promise<void> {
  await insertAuditEntry(transaction, {
    actorKind: 'account',
    actorId: String(account.id),
    action,
    subjectKind: 'account',
    subjectId: String(account.id),
    detail,
    origin,
  });
}
