export { type AuditEntry, findActTime, insertAuditEntry, type Origin } from './audit.repository';
