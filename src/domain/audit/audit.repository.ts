import type { Knex } from 'knex';
import { defineInsert } from '../../infrastructure/database/statement';
import { NO_BROWSER, type Origin } from '../../infrastructure/origin';

export interface AuditEntry {
  readonly actorKind: 'candidate' | 'account' | 'officer' | 'operator' | 'system';
  readonly actorId: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
  readonly origin: Origin;
}

/** The operator at the machine, as a line of the log names them. */
export const OPERATOR = {
  actorKind: 'operator',
  actorId: 'zhiyuan',
  origin: NO_BROWSER,
} as const;

const insertEntry = defineInsert('audit_entries', [
  'actor_kind',
  'actor_id',
  'action',
  'subject_kind',
  'subject_id',
  'detail',
  'address',
  'device',
]);

/** Writes one line of the append-only audit log, in the transaction of the act itself: no line, no act. */
export async function insertAuditEntry(transaction: Knex, entry: AuditEntry): Promise<void> {
  await insertEntry(transaction, {
    actor_kind: entry.actorKind,
    actor_id: entry.actorId,
    action: entry.action,
    subject_kind: entry.subjectKind,
    subject_id: entry.subjectId,
    detail: JSON.stringify(entry.detail ?? {}),
    address: entry.origin.address,
    device: entry.origin.device,
  });
}

/** When an act on a record was written down, in real time; null when it was not. */
export async function findActTime(
  db: Knex,
  action: string,
  subjectKind: string,
  subjectId: string,
): Promise<Date | null> {
  const row = await db('audit_entries')
    .where({ subject_kind: subjectKind, subject_id: subjectId, action })
    .orderBy('id')
    .first('at');
  return row?.at ?? null;
}
