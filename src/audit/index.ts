export { type AuditEntry, findActTime, insertAuditEntry, type Origin } from './audit.repository';
export {
  type AuditFilter,
  countAuditEntries,
  type ListedAuditEntry,
  listAuditEntries,
} from './audit-list.repository';
export { listSubjectEntries } from './subject-audit.repository';
