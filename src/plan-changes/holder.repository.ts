import type { Knex } from 'knex';

/** The codes by which a saved list holds a plan row. */
export interface HeldRow {
  readonly batch: string;
  readonly institution: string;
  readonly group: string;
  /** '' where a choice has no 专业: the institution alone is held. */
  readonly major: string;
}

/** Whether a saved body holds the row: the text is looked at first, because that costs a tenth of reading it. */
const HOLDS = `(v.canonical_body like ? and jsonb_path_exists(v.canonical_body::jsonb,
  '$.sections[*].slots[*] \\? (@.institution.code == $institution && @.group == $group
     && ($major == "" || exists(@.majors[*] \\? (@.code == $major))))', ?::jsonb))`;

const bindingsOf = ({ institution, group, major }: HeldRow): [string, string] => [
  `%"code":"${institution.replace(/[%_\\]/g, '\\$&')}"%`,
  JSON.stringify({ institution, group, major }),
];

/** How many lists in force hold a row. */
export async function countHolders(db: Knex, row: HeldRow): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    `select count(*)::int as count from application_groups g
       join application_versions v on v.id = g.current_version_id
      where g.current_batch_code = ? and ${HOLDS}`,
    [row.batch, ...bindingsOf(row)],
  );
  return rows[0]?.count ?? 0;
}

/** The next lists in force of the batch by ascending owner, with those that hold the row. */
export async function listHolders(
  db: Knex,
  row: HeldRow,
  after: number,
  limit: number,
): Promise<{ readonly looked: number; readonly last: number; readonly holders: readonly number[] }> {
  const { rows } = await db.raw<{ rows: { id: string; holds: boolean }[] }>(
    `select g.candidate_id as id, ${HOLDS} as holds from application_groups g
       join application_versions v on v.id = g.current_version_id
      where g.current_batch_code = ? and g.candidate_id > ?
      order by g.candidate_id limit ?`,
    [...bindingsOf(row), row.batch, after, limit],
  );
  return {
    looked: rows.length,
    last: Number(rows.at(-1)?.id ?? after),
    holders: rows.filter(({ holds }) => holds).map(({ id }) => Number(id)),
  };
}

/** Gives one save to each of some candidates in a quota group (rules/save-quota). @returns rows changed */
export async function grantSaves(
  transaction: Knex.Transaction,
  candidateIds: readonly number[],
  group: string,
  at: Date,
): Promise<number> {
  return transaction('application_groups')
    .where({ group_code: group })
    .whereIn('candidate_id', [...candidateIds])
    .update({ granted_saves: transaction.raw('granted_saves + 1'), last_granted_at: at });
}
