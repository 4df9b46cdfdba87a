import type { ListedAuditEntry } from '../audit';
import { formatInstant } from '../format-time';
import { officeActions } from '../office-actions';
import { presentAuditDetail } from './audit-detail.presenter';

export interface AuditLine {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
  readonly detail: string;
  readonly address: string;
}

/** Names by id, for what a line refers to. */
export interface AuditNames {
  readonly officers: ReadonlyMap<string, string>;
  /** 考生号. */
  readonly candidates: ReadonlyMap<string, string>;
}

/** One line of 操作记录. */
export function presentAuditEntry(entry: ListedAuditEntry, names: AuditNames): AuditLine {
  const { reason = '', ...rest } = entry.detail;
  const actions: Readonly<Record<string, string>> = officeActions;
  const actor =
    entry.actorKind === 'operator' ? '运维人员' : (names.officers.get(entry.actorId) ?? '（未知）');
  return {
    at: formatInstant(entry.at),
    actor,
    action: actions[entry.action] ?? entry.action,
    subject: presentSubject(entry, names),
    reason: String(reason ?? ''),
    detail: presentAuditDetail(rest),
    address: entry.address,
  };
}

function presentSubject({ subjectKind, subjectId }: ListedAuditEntry, names: AuditNames): string {
  if (subjectKind === 'officer') return names.officers.get(subjectId) ?? '（未知）';
  if (subjectKind === 'candidate') return `考生 ${names.candidates.get(subjectId) ?? subjectId}`;
  return subjectId;
}
