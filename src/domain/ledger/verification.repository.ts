import type { Knex } from 'knex';

/** What becomes of a saved version, as far as anybody with its 校验值 may know. */
interface FoundSave {
  /** When the next version of its group was saved, or one that closed it; null where it still stands. */
  readonly replacedAt: Date | null;
  readonly batch: string;
  readonly inForce: boolean;
  /** Whether its owner has confirmed it finally. */
  readonly confirmed: boolean;
  /** Groups of the candidate that are given up. */
  readonly abandoned: readonly string[];
}

/**
 * The version whose 校验值 lies between two, of a candidate whose number ends in four digits; the newest of several.
 * Null where there is none.
 */
export async function findSave(
  db: Knex,
  from: Buffer,
  to: Buffer,
  lastDigits: string,
): Promise<FoundSave | null> {
  const { rows } = await db.raw<{ rows: FoundSave[] }>(
    `select v.batch_code as batch, g.current_version_id = v.id as "inForce",
            coalesce(g.confirmed_ordinal = v.ordinal, false) as confirmed,
            least((select saved_at from application_versions later where later.candidate_id = v.candidate_id
                and later.group_code = v.group_code and later.ordinal = v.ordinal + 1),
              find_closing(v.candidate_id, v.group_code, v.ordinal)) as "replacedAt",
            array(select group_code from application_groups given
                   where given.candidate_id = v.candidate_id and abandoned_at is not null) as abandoned
       from application_versions v
       join candidates c on c.id = v.candidate_id and right(c.candidate_number, 4) = ?
       join application_groups g on g.candidate_id = v.candidate_id and g.group_code = v.group_code
      where v.hash between ? and ? order by v.id desc limit 1`,
    [lastDigits, from, to],
  );
  return rows[0] ?? null;
}
