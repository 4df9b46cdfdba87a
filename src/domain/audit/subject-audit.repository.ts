import type { Knex } from 'knex';
import { auditColumns, type ListedAuditEntry } from './audit-list.repository';

const LIMIT = 100;

/** What was done to one record, newest first, a hundred acts at most. */
export async function listSubjectEntries(
  db: Knex,
  subjectKind: string,
  subjectId: string,
  actions: readonly string[],
): Promise<ListedAuditEntry[]> {
  return db('audit_entries')
    .where({ subject_kind: subjectKind, subject_id: subjectId })
    .whereIn('action', [...actions])
    .orderBy('id', 'desc')
    .limit(LIMIT)
    .select(auditColumns);
}
