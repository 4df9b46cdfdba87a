import type { Knex } from 'knex';
import { compareClasses } from '../../rules/filing/class-order';

/** A candidate as a call list knows one: never what was chosen. */
export interface CallEntry {
  readonly id: number;
  readonly candidateNumber: string;
  readonly name: string;
  readonly className: string;
  readonly schoolName: string;
  /** Sealed; null where none is bound. */
  readonly phoneCipher: Buffer | null;
  readonly signedIn: boolean;
  readonly hasFactor: boolean;
  readonly hasDraft: boolean;
  /** Saves used where a list of the batch is in force, else 0. */
  readonly saves: number;
  /** Something that excludes the batch is in force. */
  readonly savedElsewhere: boolean;
  /** The list in force was confirmed finally. */
  readonly confirmed: boolean;
  readonly abandoned: boolean;
  /** The list in force asks for an undertaking that the office has not received. */
  readonly undertakingMissing: boolean;
}

interface CallListQuery {
  readonly county: string;
  readonly school: string;
  /** Null takes every class. */
  readonly className: string | null;
  readonly batch: string;
  /** The batch's quota group and abandon group. */
  readonly group: string;
  readonly abandonGroup: string;
  readonly kinds: readonly string[];
  /** Batches that it excludes by pairs. */
  readonly excludes: readonly string[];
}

/** Everybody of one school, or of one class of it, to whom a batch is open: by class as a school counts, and 考生号. */
export async function listSchool(db: Knex, query: CallListQuery): Promise<CallEntry[]> {
  const { rows } = await db.raw<{ rows: CallEntry[] }>(
    `select c.id, c.candidate_number as "candidateNumber", c.name, c.class_name as "className",
            c.school_name as "schoolName", c.phone_cipher as "phoneCipher",
            coalesce(m.signed_in, false) as "signedIn", coalesce(m.has_factor, false) as "hasFactor",
            d.candidate_id is not null and g.current_batch_code is distinct from :batch as "hasDraft",
            case when g.current_batch_code = :batch and given.abandoned_at is null then g.saves_used else 0 end as saves,
            coalesce(g.current_batch_code <> :batch, false) or exists (select from application_groups x
              where x.candidate_id = c.id and x.abandoned_at is null and x.current_batch_code = any (:excludes::text[])
            ) as "savedElsewhere",
            coalesce(g.confirmed_ordinal = g.last_ordinal, false) as confirmed,
            given.abandoned_at is not null as abandoned,
            exists (select from list_group_coverage(g.group_code, g.current_batch_code, g.saves_used,
                      g.current_version_id, given.abandoned_at) f
                     where f.unit = :batch and f.measure in ('asked', 'received')
                    having count(*) filter (where f.measure = 'received') = 0 and count(*) > 0) as "undertakingMissing"
       from candidates c
       left join coverage_candidates m on m.candidate_id = c.id
       left join application_groups g on g.candidate_id = c.id and g.group_code = :group
       left join application_groups given on given.candidate_id = c.id and given.group_code = :abandonGroup
       left join application_drafts d on d.candidate_id = c.id and d.batch_code = :batch
      where c.county_code = :county and c.school_code = :school and c.kind = any (:kinds::text[])
        and (:className::text is null or c.class_name = :className)
      order by c.candidate_number`,
    { ...query, kinds: [...query.kinds], excludes: [...query.excludes] },
  );
  // Within a class the order of the statement stands.
  return rows.sort((one, other) => compareClasses(one.className, other.className));
}

/** Codes of the schools of a county that have candidates. */
export async function listSchools(db: Knex, county: string): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { code: string }[] }>(
    `select distinct school_code as code from (
       select school_code from coverage_counts where level = 'school' and county_code = ?
       union all select school_code from coverage_deltas where county_code = ?) found order by 1`,
    [county, county],
  );
  return rows.map(({ code }) => code);
}
