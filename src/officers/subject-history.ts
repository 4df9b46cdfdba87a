import type { Knex } from 'knex';
import type { ListedAuditEntry } from '../audit';
import { type AuditLine, presentAuditEntry } from './audit-log.presenter';
import { listOfficerNames } from './officer.repository';

/** What was done to one record, as 操作记录 shows it. */
export async function presentSubjectHistory(
  db: Knex,
  entries: readonly ListedAuditEntry[],
): Promise<readonly AuditLine[]> {
  const names = { officers: await listOfficerNames(db), candidates: new Map<string, string>() };
  return entries.map((entry) => presentAuditEntry(entry, names));
}
