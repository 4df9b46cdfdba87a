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
  /** Older than the entry of this id; left out, the newest too. */
  readonly before?: number | null;
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

/** A line of the log as lists show it. */
export const auditColumns = {
  id: 'id',
  at: 'at',
  actorKind: 'actor_kind',
  actorId: 'actor_id',
  action: 'action',
  subjectKind: 'subject_kind',
  subjectId: 'subject_id',
  detail: 'detail',
  address: 'address',
} as const satisfies Readonly<Record<keyof ListedAuditEntry, string>>;

function queryEntries(
  db: Knex,
  { actorKinds, actorId, action, from, until, before = null }: AuditFilter,
): Knex.QueryBuilder {
  const query = db('audit_entries').whereIn('actor_kind', [...actorKinds]);
  if (actorId !== null) query.where('actor_id', actorId);
  if (action !== null) query.where('action', action);
  if (from !== null) query.where('at', '>=', from);
  if (until !== null) query.where('at', '<', until);
  if (before !== null) query.where('id', '<', before);
  return query;
}

/** How many entries a filter has. */
export async function countAuditEntries(db: Knex, filter: AuditFilter): Promise<number> {
  const row = await queryEntries(db, filter).count({ count: '*' }).first();
  return Number(row?.count ?? 0);
}

/** The newest entries of a filter, `limit` of them after `offset`. */
export async function listAuditEntries(
  db: Knex,
  filter: AuditFilter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<ListedAuditEntry[]> {
  return queryEntries(db, filter).orderBy('id', 'desc').limit(limit).offset(offset).select(auditColumns);
}
