export { type AuditEntry, insertAuditEntry, type Origin } from './audit.repository';
