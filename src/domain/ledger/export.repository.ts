import type { Knex } from 'knex';

/** What the ledger says of one candidate's group and what stands in the database, side by side. */
interface ExportedGroup {
  readonly candidateNumber: string;
  readonly group: string;
  /** The group's row; null where there is none. */
  readonly row: unknown;
  /** By ordinal, each with what its hash covers beside the body, the length of that in bytes, and its leaf. */
  readonly versions: readonly unknown[];
  /** In the same order. */
  readonly bodies: readonly string[];
  /** What was given up or granted, each with its leaf. */
  readonly acts: readonly unknown[];
}

/** Of a timestamp, as JSON in JavaScript has it. */
const iso = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const LEAF = (column: string) =>
  `(select json_build_array(l.leaf_index, l.content) from ledger_leaves l where ${column})`;

/**
 * All groups of the next candidates, in the order of their ids; only whoever has saved, given up or been granted
 * something has any. The last id is null behind the last candidate.
 */
export async function listExportedGroups(
  snapshot: Knex,
  behind: number,
  limit: number,
): Promise<{ readonly groups: readonly ExportedGroup[]; readonly last: number | null }> {
  const { rows } = await snapshot.raw<{ rows: (ExportedGroup & { candidateId: number })[] }>(
    `with owners as materialized (
       select id, candidate_number from candidates where id > ? order by id limit ?
     ), named as (
       select candidate_id, group_code from application_groups where candidate_id in (select id from owners)
       union select candidate_id, group_code from application_versions where candidate_id in (select id from owners)
       union select candidate_id, group_code from group_acts where candidate_id in (select id from owners)
     )
     select o.id as "candidateId", candidate_number as "candidateNumber", n.group_code as "group",
            (select json_build_object('versionId', g.current_version_id, 'savesUsed', g.saves_used,
                      'lastOrdinal', g.last_ordinal, 'batch', g.current_batch_code,
                      'granted', g.granted_saves, 'confirmed', g.confirmed_ordinal, 'retractions', g.retractions_used, 'abandonedAt', ${iso('g.abandoned_at')})
               from application_groups g where g.candidate_id = o.id and g.group_code = n.group_code) as row,
            coalesce((select json_agg(json_build_object('id', v.id, 'ordinal', ordinal, 'saveNumber', save_number,
                      'batch', batch_code, 'pack', pack_code, 'packVersion', pack_version,
                      'savedAt', ${iso('saved_at')}, 'actor', actor_kind || ' ' || actor_id, 'address', address,
                      'device', device, 'bytes', octet_length(canonical_body), 'previous', encode(previous_hash, 'hex'),
                      'nonce', encode(nonce, 'hex'), 'hash', encode(hash, 'hex'),
                      'closes', closes, 'form', encode(sha256(convert_to(form_token, 'utf8')), 'hex'),
                      'leaf', ${LEAF('l.version_id = v.id')}) order by ordinal)
               from application_versions v
              where v.candidate_id = o.id and v.group_code = n.group_code), '[]') as versions,
            coalesce((select json_agg(canonical_body order by ordinal) from application_versions v
              where v.candidate_id = o.id and v.group_code = n.group_code), '[]') as bodies,
            coalesce((select json_agg(json_build_object('id', a.id, 'kind', kind, 'saves', saves,
                      'at', ${iso('at')}, 'leaf', ${LEAF('l.act_id = a.id')}) order by a.id)
               from group_acts a
              where a.candidate_id = o.id and a.group_code = n.group_code), '[]') as acts
       from owners o left join named n on n.candidate_id = o.id order by 1, 3`,
    [behind, limit],
  );
  return {
    groups: rows.filter(({ group }) => group !== null),
    last: rows.at(-1)?.candidateId ?? null,
  };
}

/** Hashes of the next leaves from an index on, hexadecimal. */
export async function listLeafHashes(
  snapshot: Knex,
  from: number,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await snapshot.raw<{ rows: { hash: string }[] }>(
    `select encode(hash, 'hex') as hash from ledger_leaves where leaf_index >= ? order by leaf_index limit ?`,
    [from, limit],
  );
  return rows.map(({ hash }) => hash);
}
