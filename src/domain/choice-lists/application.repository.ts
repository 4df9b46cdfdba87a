import type { Knex } from 'knex';
import { type Part, readPart } from '../../infrastructure/database/named-values';
import { defineStatement, listColumns, type Query, send } from '../../infrastructure/database/statement';
import type { GroupRecord } from '../../rules/filing/batch-standing';
import type { HeldGroup } from '../../rules/filing/groups';
import type { SavedBody } from './canonical-body';

/**
 * One row per candidate and quota group: the count, the last save and what is in force. Nothing is, though something was
 * saved, where the last version was closed by a save of a batch that excludes it.
 */
export interface ApplicationGroup extends Omit<GroupRecord, 'frozen'> {
  readonly group: string;
  readonly lastOrdinal: number;
  readonly versionId: number | null;
  readonly confirmed: boolean;
}

/** What stands in a group, as far as it concerns batches of other groups. */
export type HeldList = HeldGroup & Pick<ApplicationGroup, 'versionId' | 'lastOrdinal'>;

/** A list in force that a save closes: its group, and which of the group's versions it is. */
export interface ClosedList {
  readonly group: string;
  readonly ordinal: number;
  readonly versionId: number;
}

/** Under which codes a batch's saves are counted, and under which it is given up. */
export interface GroupCodes {
  readonly quota: string;
  readonly abandon: string;
}

const NO_SAVES = {
  savesUsed: 0,
  lastOrdinal: 0,
  lastSavedAt: null,
  savedBatch: null,
  versionId: null,
  confirmed: false,
} as const;

/** A saved version; never changed after it was written. */
export interface ApplicationVersion {
  readonly id: number;
  readonly group: string;
  readonly ordinal: number;
  readonly saveNumber: number;
  readonly batch: string;
  readonly body: SavedBody;
  readonly canonicalBody: string;
  readonly savedAt: Date;
  /** The two officers who restored it, joined by a plus sign; null where it was saved. */
  readonly restoredBy: string | null;
  /** The two officers who typed it in from paper; null where it was not. */
  readonly typedBy: string | null;
  readonly address: string;
  readonly device: string;
  readonly hash: Buffer;
}

/** Who wrote a version: its owner, or two officers, joined by a plus sign: of a restoration, or of a list on paper. */
export interface VersionActor {
  readonly kind: 'candidate' | 'officer' | 'paper';
  readonly id: string;
}

export interface NewVersion {
  readonly candidateId: number;
  readonly group: string;
  readonly ordinal: number;
  readonly saveNumber: number;
  readonly batch: string;
  readonly packCode: string;
  readonly packVersion: number;
  readonly canonicalBody: string;
  readonly savedAt: Date;
  readonly actor: VersionActor;
  readonly address: string;
  readonly device: string;
  readonly formToken: string;
  readonly previousHash: Buffer;
  readonly nonce: Buffer;
  readonly hash: Buffer;
  /** Lists in force that it closes, by the order of their groups; none for most. */
  readonly closes: readonly ClosedList[];
}

const groupColumns = {
  group: 'group_code',
  savesUsed: 'saves_used',
  lastOrdinal: 'last_ordinal',
  lastSavedAt: 'last_saved_at',
  grantedSaves: 'granted_saves',
  lastGrantedAt: 'last_granted_at',
  savedBatch: 'current_batch_code',
  versionId: 'current_version_id',
  abandonedAt: 'abandoned_at',
  confirmed: 'coalesce(confirmed_ordinal = last_ordinal, false)',
  retractionsUsed: 'retractions_used',
} as const;

const versionColumns = {
  id: 'id',
  group: 'group_code',
  ordinal: 'ordinal',
  saveNumber: 'save_number',
  batch: 'batch_code',
  canonicalBody: 'canonical_body',
  savedAt: 'saved_at',
  restoredBy: "case actor_kind when 'officer' then actor_id end",
  typedBy: "case actor_kind when 'paper' then actor_id end",
  address: 'address',
  device: 'device',
  hash: 'hash',
} as const;

interface GroupRow extends Omit<ApplicationGroup, 'abandoned'> {
  readonly abandonedAt: Date | null;
}

function toGroup({ abandonedAt, ...row }: GroupRow): ApplicationGroup {
  return { ...row, abandoned: abandonedAt !== null };
}

function toVersion(row: VersionRow): ApplicationVersion {
  return { ...row, body: JSON.parse(row.canonicalBody) };
}

/** Every group in which the candidate has saved, been frozen or given up. */
export function listGroups(db: Knex, candidateId: number): Promise<readonly ApplicationGroup[]> {
  return send(db, groupsQuery(candidateId));
}

/** `listGroups` among other queries. */
export const groupsQuery = (candidateId: number): Query<readonly ApplicationGroup[]> =>
  selectGroups.query([candidateId], (rows) => rows.map(toGroup));

const selectGroups = defineStatement<GroupRow>(
  `select ${listColumns(groupColumns)} from application_groups where candidate_id = $1`,
);

/** One group of a candidate; given up when its abandon group is. Null while there is no row of either. */
export async function findGroup(
  db: Knex,
  candidateId: number,
  codes: GroupCodes,
): Promise<ApplicationGroup | null> {
  return findGroupIn(await listGroups(db, candidateId), codes);
}

/** The group of a batch among all rows of a candidate. */
export function findGroupIn(groups: readonly ApplicationGroup[], codes: GroupCodes): ApplicationGroup | null {
  const quota = groups.find(({ group }) => group === codes.quota) ?? null;
  const abandoned = groups.some(({ group, abandoned: given }) => given && group === codes.abandon);
  return asGroup(quota, abandoned, codes);
}

function asGroup(
  quota: ApplicationGroup | null,
  abandoned: boolean,
  codes: Pick<GroupCodes, 'quota'>,
): ApplicationGroup | null {
  if (quota === null && !abandoned) return null;
  return { ...(quota ?? { ...NO_SAVES, group: codes.quota }), abandoned };
}

/** What a save reads of its group, by `:candidate`, `:quota` and `:formToken`. */
export const groupParts = {
  /** The row of the quota group. */
  quota: {
    columns: groupColumns,
    from: 'application_groups where candidate_id = :candidate and group_code = :quota',
  },
  /** The last version, which the next one builds upon, and takes the place of where it is in force. */
  last: {
    columns: { id: 'id', batch: 'batch_code', canonicalBody: 'canonical_body', hash: 'hash' },
    from: `application_versions
      where candidate_id = :candidate and group_code = :quota and ordinal = quota."lastOrdinal"`,
  },
  /** What this page, by its token, has saved before. */
  earlier: {
    columns: { id: 'id', canonicalBody: 'canonical_body' },
    from: 'application_versions where form_token = :formToken and candidate_id = :candidate',
  },
} satisfies Record<string, Part>;

/** SQL for whether the group is given up, by `:candidate` and `:abandon`. */
export const SELECT_ABANDONED = `exists (select from application_groups
  where candidate_id = :candidate and group_code = :abandon and abandoned_at is not null)`;

/** SQL for a `HeldList` of every group, by `:candidate`. */
export const SELECT_HELD = `coalesce((select json_agg(json_build_object('group', group_code,
    'savedBatch', current_batch_code, 'versionId', current_version_id, 'lastOrdinal', last_ordinal,
    'abandoned', abandoned_at is not null, 'confirmed', coalesce(confirmed_ordinal = last_ordinal, false)))
  from application_groups where candidate_id = :candidate), '[]')`;

/** What `groupParts` and `SELECT_ABANDONED` have found. */
export function readGroupParts(
  found: Readonly<Record<string, unknown>>,
  abandoned: boolean,
  codes: Pick<GroupCodes, 'quota'>,
) {
  const last = readPart<LastRow>(found, 'last', groupParts.last, 'id');
  const group = readGroup(found, abandoned, codes);
  return {
    group,
    inForce: last === null || last.id !== group?.versionId ? null : toVersionInForce(last),
    lastHash: last?.hash ?? null,
    earlier: readPart<EarlierSave>(found, 'earlier', groupParts.earlier, 'id'),
  };
}

/** The group that `groupParts.quota` and `SELECT_ABANDONED` have found. */
export function readGroup(
  found: Readonly<Record<string, unknown>>,
  abandoned: boolean,
  codes: Pick<GroupCodes, 'quota'>,
): ApplicationGroup | null {
  const quota = readPart<GroupRow>(found, 'quota', groupParts.quota, 'group');
  return asGroup(quota && toGroup(quota), abandoned, codes);
}

type LastRow = Pick<ApplicationVersion, 'id' | 'batch' | 'canonicalBody' | 'hash'>;

/** What a save has to know of the version that it takes the place of. */
export type VersionInForce = Pick<ApplicationVersion, 'batch' | 'body' | 'hash'>;

function toVersionInForce({ batch, canonicalBody, hash }: LastRow): VersionInForce {
  return { batch, hash, body: JSON.parse(canonicalBody) };
}

/** What a page has saved before. */
export type EarlierSave = Pick<ApplicationVersion, 'id' | 'canonicalBody'>;

/** Records that an abandon group is given up, for good, and that act. @returns how many rows changed: 0 when it was already. */
export async function abandonGroup(
  transaction: Knex.Transaction,
  candidateId: number,
  group: string,
  at: Date,
): Promise<number> {
  const result = await transaction.raw<{ rowCount: number }>(
    `with given as (
       insert into application_groups as kept (candidate_id, group_code, abandoned_at) values (?, ?, ?)
       on conflict (candidate_id, group_code) do update set abandoned_at = excluded.abandoned_at
         where kept.abandoned_at is null
       returning candidate_id, group_code, abandoned_at)
     insert into group_acts (candidate_id, group_code, kind, saves, at)
       select candidate_id, group_code, 'abandoned', 0, abandoned_at from given`,
    [candidateId, group, at],
  );
  return result.rowCount;
}

type VersionRow = Omit<ApplicationVersion, 'body'>;

const selectVersion = defineStatement<VersionRow>(
  `select ${listColumns(versionColumns)} from application_versions where id = $1 and candidate_id = $2`,
);

/** A version of this candidate's own. */
export async function findVersion(
  db: Knex,
  candidateId: number,
  id: number,
): Promise<ApplicationVersion | null> {
  const [row] = (await selectVersion(db, [id, candidateId])).rows;
  return row ? toVersion(row) : null;
}

/** The hash of the last version of a group, in force or not, which the next one builds upon. */
export async function findLastHash(
  db: Knex,
  candidateId: number,
  { group, lastOrdinal }: Pick<ApplicationGroup, 'group' | 'lastOrdinal'>,
): Promise<Buffer | null> {
  const row = await db('application_versions')
    .where({ candidate_id: candidateId, group_code: group, ordinal: lastOrdinal })
    .first<{ hash: Buffer } | undefined>('hash');
  return row?.hash ?? null;
}

/** 我的保存记录: every version of the candidate, newest first. */
export async function listVersions(db: Knex, candidateId: number): Promise<ApplicationVersion[]> {
  const rows = await db('application_versions')
    .where({ candidate_id: candidateId })
    .orderBy('id', 'desc')
    .select({
      ...versionColumns,
      restoredBy: db.raw(versionColumns.restoredBy),
      typedBy: db.raw(versionColumns.typedBy),
    });
  return rows.map(toVersion);
}
