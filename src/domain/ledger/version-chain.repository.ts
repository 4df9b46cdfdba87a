import type { Knex } from 'knex';

/** A saved version with all that its hash covers. */
export interface ChainedVersion {
  readonly id: number;
  readonly candidateId: number;
  readonly candidateNumber: string;
  readonly group: string;
  readonly ordinal: number;
  readonly saveNumber: number;
  readonly batch: string;
  readonly pack: string;
  readonly packVersion: number;
  readonly savedAt: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly address: string;
  readonly device: string;
  readonly canonicalBody: string;
  readonly previousHash: Buffer;
  readonly nonce: Buffer;
  readonly hash: Buffer;
}

/** Place of a version in the order of the chains. */
type ChainPlace = Pick<ChainedVersion, 'candidateId' | 'group' | 'ordinal'>;

/** The next versions behind a place, by candidate, group and ordinal. */
export async function listVersionsBehind(
  db: Knex,
  place: ChainPlace | null,
  limit: number,
): Promise<readonly ChainedVersion[]> {
  const { rows } = await db.raw<{ rows: ChainedVersion[] }>(
    `select v.id, v.candidate_id as "candidateId", candidate_number as "candidateNumber", group_code as "group",
            ordinal, save_number as "saveNumber", batch_code as batch, pack_code as pack,
            pack_version as "packVersion", saved_at as "savedAt", actor_kind as "actorKind",
            actor_id as "actorId", address, device, canonical_body as "canonicalBody",
            previous_hash as "previousHash", nonce, hash
       from application_versions v join candidates c on c.id = v.candidate_id
      where (v.candidate_id, group_code, ordinal) > (?, ?, ?)
      order by v.candidate_id, group_code, ordinal limit ?`,
    [place?.candidateId ?? 0, place?.group ?? '', place?.ordinal ?? 0, limit],
  );
  return rows;
}

interface GroupEnd {
  readonly candidateNumber: string;
  readonly group: string;
  /** By the group's row; null where there is none. */
  readonly noted: number | null;
  /** The last version that there is; 0 for none. */
  readonly last: number;
}

/** Groups whose row does not end where their versions do: a version is gone, or one was put in past the row. */
export async function listUnequalEnds(db: Knex): Promise<readonly GroupEnd[]> {
  const { rows } = await db.raw<{ rows: GroupEnd[] }>(
    `select candidate_number as "candidateNumber", coalesce(g.group_code, v.group_code) as "group",
            g.last_ordinal as noted, coalesce(v.last, 0) as last
       from application_groups g
       full join (select candidate_id, group_code, max(ordinal) as last from application_versions
                   group by candidate_id, group_code) v
         on v.candidate_id = g.candidate_id and v.group_code = g.group_code
       join candidates c on c.id = coalesce(g.candidate_id, v.candidate_id)
      where g.last_ordinal is distinct from coalesce(v.last, 0)
      order by 1, 2`,
  );
  return rows;
}

/** Runs reads that all see the data of one instant. */
export async function atOneInstant<T>(
  db: Knex,
  work: (snapshot: Knex.Transaction) => Promise<T>,
): Promise<T> {
  return db.transaction(work, { isolationLevel: 'repeatable read', readOnly: true });
}
