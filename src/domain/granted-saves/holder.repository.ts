import type { Knex } from 'knex';

/** What tells a plan row from all others: the same codes stand for another row in another 科类, or for others. */
export interface HeldRow {
  readonly batch: string;
  readonly tracks: readonly string[];
  /** 报考专业 or 专业类别 whose candidates alone see the row; '' for everybody, null where it is not known. */
  readonly audience: string | null;
  readonly institution: string;
  readonly group: string;
  /** '' where a choice has no 专业: the institution alone is held. */
  readonly major: string;
  /** '' where the batch has none. */
  readonly post: string;
}

/** A row with the fact that narrows the plan of its batch; null where none does. */
export interface SoughtRow extends HeldRow {
  readonly audienceFact: string | null;
}

/**
 * Whether a saved body holds the row, and its owner sees that row under these codes: the text is looked at first,
 * because that costs a tenth of reading it.
 */
const HOLDS = `(c.track = any(cast(:tracks as text[]))
  and (cast(:audience as text) is null or cast(:audienceFact as text) is null
       or coalesce(c.facts ->> cast(:audienceFact as text), '') = :audience)
  and v.canonical_body like :pattern
  and exists (
    select from jsonb_path_query(v.canonical_body::jsonb,
             '$.sections[*].slots[*] \\? (@.institution.code == $institution && (@.group == $group || @.group == ""))',
             cast(:codes as jsonb)) as slot (body)
     where :major = '' or exists (
       select from jsonb_array_elements(slot.body -> 'majors') with ordinality as filled (major, place)
        where filled.major ->> 'code' = :major
          and (:post = '' or slot.body -> 'posts' ->> (filled.place::int - 1) = :post))))`;

const LISTS = `application_groups g
  join application_versions v on v.id = g.current_version_id
  join candidates c on c.id = g.candidate_id`;

const bindingsOf = (row: SoughtRow) => ({
  batch: row.batch,
  tracks: [...row.tracks],
  audience: row.audience,
  audienceFact: row.audienceFact,
  pattern: `%"code":"${row.institution.replace(/[%_\\]/g, '\\$&')}"%`,
  codes: JSON.stringify({ institution: row.institution, group: row.group }),
  major: row.major,
  post: row.post,
});

/** How many lists in force hold a row. */
export async function countHolders(db: Knex, row: SoughtRow): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    `select count(*)::int as count from ${LISTS} where g.current_batch_code = :batch and ${HOLDS}`,
    bindingsOf(row),
  );
  return rows[0]?.count ?? 0;
}

/** The next lists in force of the batch by ascending owner, with those that hold the row. */
export async function listHolders(
  db: Knex,
  row: SoughtRow,
  after: number,
  limit: number,
): Promise<{ readonly looked: number; readonly last: number; readonly holders: readonly number[] }> {
  const { rows } = await db.raw<{ rows: { id: string; holds: boolean }[] }>(
    `select g.candidate_id as id, ${HOLDS} as holds from ${LISTS}
      where g.current_batch_code = :batch and g.candidate_id > :after
      order by g.candidate_id limit :limit`,
    { ...bindingsOf(row), after, limit },
  );
  return {
    looked: rows.length,
    last: Number(rows.at(-1)?.id ?? after),
    holders: rows.filter(({ holds }) => holds).map(({ id }) => Number(id)),
  };
}

/** Gives one save to each of some candidates in a quota group (rules/filing/save-quota). @returns saves given */
export async function grantSaves(
  transaction: Knex.Transaction,
  candidateIds: readonly number[],
  group: string,
  at: Date,
): Promise<number> {
  const owners = candidateIds.map((candidateId) => ({ candidateId, group }));
  return grantOneSaveEach(transaction, owners, at);
}

/** Gives one save to each of some candidates in groups of their own, and records each. @returns saves given */
export async function grantOneSaveEach(
  transaction: Knex.Transaction,
  owners: readonly { readonly candidateId: number; readonly group: string }[],
  at: Date,
): Promise<number> {
  const { rowCount } = await transaction.raw<{ rowCount: number }>(
    `with given as (
       update application_groups g set granted_saves = granted_saves + 1, last_granted_at = ?
         from unnest(?::bigint[], ?::text[]) as asked (id, code)
        where g.candidate_id = asked.id and g.group_code = asked.code
       returning g.candidate_id, g.group_code, g.last_granted_at)
     insert into group_acts (candidate_id, group_code, kind, saves, at)
       select candidate_id, group_code, 'granted', 1, last_granted_at from given`,
    [at, owners.map(({ candidateId }) => candidateId), owners.map(({ group }) => group)],
  );
  return rowCount;
}
