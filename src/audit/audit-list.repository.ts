import type { Knex } from 'knex';

/** What an audit list is narrowed to; null leaves a field out. */
export interface AuditFilter {
  /** Kinds of actors, such as officer and operator. */
  readonly actorKinds: readonly string[];
  readonly actorId: string | null;
  readonly action: string | null;
  /** From this instant on. */
  readonly from: Date | null;
  /** Before this instant. */
  readonly until: Date | null;
}

export interface ListedAuditEntry {
  readonly id: number;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  readonly address: string;
}

/** The newest entries of a filter, `limit` of them after `offset`. */
export async function listAuditEntries(
  db: Knex,
  { actorKinds, actorId, action, from, until }: AuditFilter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<ListedAuditEntry[]> {
  const query = db('audit_entries').whereIn('actor_kind', [...actorKinds]);
  if (actorId !== null) query.where('actor_id', actorId);
  if (action !== null) query.where('action', action);
  if (from !== null) query.where('at', '>=', from);
  if (until !== null) query.where('at', '<', until);
  return query.orderBy('id', 'desc').limit(limit).offset(offset).select({
    id: 'id',
    at: 'at',
    actorKind: 'actor_kind',
    actorId: 'actor_id',
    action: 'action',
    subjectKind: 'subject_kind',
    subjectId: 'subject_id',
    detail: 'detail',
    address: 'address',
  });
}
