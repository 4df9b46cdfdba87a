import type { Knex } from 'knex';
import type { ListedAuditEntry } from '../../domain/audit/audit-list.repository';
import { listOfficerNames } from '../../domain/officers/officer.repository';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import { type AuditLine, presentAuditEntry } from './audit-log.presenter';
import { loadCodeNames } from './audit-names';

/** What was done to one record, as 操作记录 shows it. */
export async function presentSubjectHistory(
  db: Knex,
  entries: readonly ListedAuditEntry[],
): Promise<readonly AuditLine[]> {
  const [officers, codes] = await Promise.all([listOfficerNames(db), loadCodeNames(db, entries)]);
  const names = { ...codes, officers, candidates: new Map<string, string>() };
  return entries.map((entry) => presentAuditEntry(entry, names));
}

/** The same as a spreadsheet. */
export function tabulateHistory(lines: readonly AuditLine[]) {
  return tabulate(
    [
      ['时间', ({ at }) => at],
      ['人员', ({ actor }) => actor],
      ['操作', ({ action }) => action],
      ['对象', ({ subject }) => subject],
      ['理由', ({ reason }) => reason],
      ['内容', ({ detail }) => detail],
    ],
    lines,
  );
}
