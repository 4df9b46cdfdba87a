import type { Knex } from 'knex';
import { defineStatement } from '../../infrastructure/database/statement';
import type { LeafAct, LeafVersion } from './leaf';
import { type NodeReader, STORED_WIDTH } from './merkle-tree';

/** A leaf to be written. */
export interface NewLeaf {
  readonly index: number;
  readonly versionId: number | null;
  readonly actId: number | null;
  readonly content: string;
  readonly hash: Buffer;
}

const LOCK = 4_210_737;

/** Holds the ledger until the transaction ends, so that one takes leaves at a time. @returns whether it is had */
export async function tryHoldLedger(transaction: Knex.Transaction): Promise<boolean> {
  const { rows } = await transaction.raw<{ rows: { held: boolean }[] }>(
    'select pg_try_advisory_xact_lock(?) as held',
    [LOCK],
  );
  return rows[0]?.held === true;
}

/** Holds it likewise, once whoever has it is done. */
export async function holdLedger(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw('select pg_advisory_xact_lock(?)', [LOCK]);
}

/** How many leaves there are. */
export async function countLeaves(db: Knex): Promise<number> {
  const row = await db('ledger_leaves').max({ last: 'leaf_index' }).first();
  return row?.last === null || row?.last === undefined ? 0 : Number(row.last) + 1;
}

/** SQL of what a leaf says of a version `v` of a candidate `c`. */
const LEAF_VERSION = `v.id, c.candidate_number as "candidateNumber", v.group_code as "group", v.ordinal,
  v.save_number as "saveNumber", v.batch_code as batch, v.saved_at as "savedAt", v.actor_kind as "actorKind",
  v.actor_id as "actorId", v.hash, v.form_token as "formToken", v.closes`;

/** SQL of what a leaf says of an act `a` of a candidate `c`. */
const LEAF_ACT = `a.id, a.kind, c.candidate_number as "candidateNumber", a.group_code as "group", a.saves, a.at`;

/** The next versions behind an id that no leaf has yet. */
export async function listFreeVersions(
  db: Knex,
  behind: number,
  limit: number,
): Promise<readonly LeafVersion[]> {
  const { rows } = await db.raw<{ rows: LeafVersion[] }>(
    `select ${LEAF_VERSION} from application_versions v join candidates c on c.id = v.candidate_id
      where v.id > ? and not exists (select from ledger_leaves l where l.version_id = v.id)
      order by v.id limit ?`,
    [behind, limit],
  );
  return rows;
}

/** The next acts behind an id that no leaf has yet. */
export async function listFreeActs(db: Knex, behind: number, limit: number): Promise<readonly LeafAct[]> {
  const { rows } = await db.raw<{ rows: LeafAct[] }>(
    `select ${LEAF_ACT} from group_acts a join candidates c on c.id = a.candidate_id
      where a.id > ? and not exists (select from ledger_leaves l where l.act_id = a.id)
      order by a.id limit ?`,
    [behind, limit],
  );
  return rows;
}

/** The highest ids that were handed out so far. */
export async function findLastIds(db: Knex): Promise<{ readonly version: number; readonly act: number }> {
  const { rows } = await db.raw<{ rows: { version: number; act: number }[] }>(
    `select (select last_value from application_versions_id_seq) as version,
            (select last_value from group_acts_id_seq) as act`,
  );
  return rows[0] ?? { version: 0, act: 0 };
}

export async function insertLeaves(transaction: Knex.Transaction, leaves: readonly NewLeaf[]): Promise<void> {
  const { rowCount } = await insertMany(transaction, [
    leaves.map(({ index }) => index),
    leaves.map(({ versionId }) => versionId),
    leaves.map(({ actId }) => actId),
    leaves.map(({ content }) => content),
    leaves.map(({ hash }) => hash),
  ]);
  if (rowCount !== leaves.length) throw new Error('a leaf was not written');
}

const insertMany = defineStatement(
  `insert into ledger_leaves (leaf_index, version_id, act_id, content, hash)
     select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bytea[])`,
);

/** Writes hashes of whole subtrees of one level, from `first` on. */
export async function insertNodes(
  transaction: Knex.Transaction,
  level: number,
  first: number,
  hashes: readonly Buffer[],
): Promise<void> {
  await transaction.raw(
    `insert into ledger_nodes (level, node_index, hash)
       select ?, ? + place - 1, hash from unnest(?::bytea[]) with ordinality as node (hash, place)`,
    [level, first, [...hashes]],
  );
}

/** Reads what the tree is made of. */
export function createNodeReader(db: Knex): NodeReader {
  return async (level, first, count) => {
    if (level === 0)
      return db('ledger_leaves')
        .where('leaf_index', '>=', first)
        .where('leaf_index', '<', first + count)
        .orderBy('leaf_index')
        .pluck<Buffer[]>('hash');
    const stored: Buffer[] = await db('ledger_nodes')
      .where({ level })
      .where('node_index', '>=', first)
      .where('node_index', '<', first + count)
      .orderBy('node_index')
      .pluck('hash');
    return stored;
  };
}

/** How many nodes a level has once there are so many leaves. */
export const countNodes = (level: number, leaves: number) => Math.floor(leaves / STORED_WIDTH ** level);

/** What stands in the leaf of a version; null where it has not been taken yet. */
export async function findVersionLeaf(
  db: Knex,
  versionId: number,
): Promise<{ readonly index: number; readonly content: string; readonly hash: Buffer } | null> {
  const row = await db('ledger_leaves')
    .where({ version_id: versionId })
    .first({ index: 'leaf_index', content: 'content', hash: 'hash' });
  return row ?? null;
}

/** A leaf with what it was taken from, as that stands now. */
export interface KeptLeaf {
  readonly index: number;
  readonly content: string;
  readonly hash: Buffer;
  readonly actId: number | null;
  /** Null where it is gone, or the leaf is that of a version; `at` as JSON has it. */
  readonly act: (Omit<LeafAct, 'at'> & { readonly at: string }) | null;
  readonly versionFound: boolean;
}

/** The next leaves from an index on. */
export async function listLeaves(db: Knex, from: number, limit: number): Promise<readonly KeptLeaf[]> {
  const { rows } = await db.raw<{ rows: KeptLeaf[] }>(
    `select leaf_index as index, content, l.hash, act_id as "actId", v.id is not null as "versionFound",
            case when a.id is not null then json_build_object(
              'id', a.id, 'kind', a.kind, 'candidateNumber', c.candidate_number, 'group', a.group_code,
              'saves', a.saves, 'at', a.at) end as act
       from ledger_leaves l
       left join application_versions v on v.id = l.version_id
       left join (group_acts a join candidates c on c.id = a.candidate_id) on a.id = l.act_id
      where leaf_index >= ? order by leaf_index limit ?`,
    [from, limit],
  );
  return rows;
}
