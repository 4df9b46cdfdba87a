import type { Knex } from 'knex';
import type { ClosedPlaces } from '../choice-lists/canonical-body';

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
  /** Lists in force that it closed; null where it closed none. */
  readonly closes: ClosedPlaces | null;
  /** The form that saved it. */
  readonly formToken: string;
  /** Of the attempt that saved it, by the evidence; null where none is on record. */
  readonly triedToken: string | null;
  readonly triedBodyHash: Buffer | null;
  /** What stands in its leaf; null where the ledger has not taken it yet. */
  readonly leaf: string | null;
}

/** Place of a version in the order of the chains. */
type ChainPlace = Pick<ChainedVersion, 'candidateId' | 'group' | 'ordinal'>;

/** The next versions behind a place, by candidate, group and ordinal. */
export async function listVersionsBehind(
  db: Knex,
  place: ChainPlace | null,
  limit: number,
): Promise<readonly ChainedVersion[]> {
  const { rows } = await db.raw<{ rows: Omit<ChainedVersion, 'triedToken' | 'triedBodyHash'>[] }>(
    `select v.id, v.candidate_id as "candidateId", candidate_number as "candidateNumber", group_code as "group",
            ordinal, save_number as "saveNumber", batch_code as batch, pack_code as pack,
            pack_version as "packVersion", saved_at as "savedAt", actor_kind as "actorKind",
            actor_id as "actorId", v.address, v.device, canonical_body as "canonicalBody",
            previous_hash as "previousHash", nonce, v.hash, v.form_token as "formToken", v.closes,
            l.content as leaf
       from application_versions v join candidates c on c.id = v.candidate_id
       left join ledger_leaves l on l.version_id = v.id
      where (v.candidate_id, group_code, ordinal) > (?, ?, ?)
      order by v.candidate_id, group_code, ordinal limit ?`,
    [place?.candidateId ?? 0, place?.group ?? '', place?.ordinal ?? 0, limit],
  );
  const tried = await findAttempts(db, rows[0]?.candidateId ?? 0, rows.at(-1)?.candidateId ?? 0);
  return rows.map((row) => {
    const attempt = tried.get(row.id);
    return { ...row, triedToken: attempt?.form ?? null, triedBodyHash: attempt?.bodyHash ?? null };
  });
}

interface Attempt {
  readonly version: number;
  readonly form: string;
  readonly bodyHash: Buffer;
}

/** The attempts of some candidates that saved a version, each under its version; the first of several. */
async function findAttempts(db: Knex, from: number, to: number): Promise<ReadonlyMap<number, Attempt>> {
  const { rows } = await db.raw<{ rows: Attempt[] }>(
    `select (detail ->> 'version')::bigint as version, form_token as form, body_hash as "bodyHash"
       from save_attempts where candidate_id between ? and ? and outcome = 'saved' order by id desc`,
    [from, to],
  );
  return new Map(rows.map((row) => [row.version, row]));
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

interface GroupFault {
  readonly candidateNumber: string;
  readonly group: string;
}

/**
 * Groups of whose last version the row says something else: what is in force, how often was saved, in which batch. What
 * a save of another group has closed is not in force.
 */
export async function listUnequalStandings(
  db: Knex,
): Promise<readonly (GroupFault & { readonly last: number })[]> {
  const { rows } = await db.raw<{ rows: (GroupFault & { last: number })[] }>(
    `select candidate_number as "candidateNumber", g.group_code as "group", v.ordinal as last
       from application_groups g
       join application_versions v on v.candidate_id = g.candidate_id and v.group_code = g.group_code
            and v.ordinal = g.last_ordinal
       join candidates c on c.id = g.candidate_id
      cross join lateral (select find_closing(v.candidate_id, v.group_code, v.ordinal) is null as in_force) standing
      where (g.current_version_id, g.saves_used, g.current_batch_code)
            is distinct from (case when in_force then v.id end, v.save_number, case when in_force then v.batch_code end)
      order by 1, 2`,
  );
  return rows;
}

/** Versions that say they closed a list which there is not. */
export async function listIdleClosings(
  db: Knex,
): Promise<readonly (GroupFault & { readonly ordinal: number })[]> {
  const { rows } = await db.raw<{ rows: (GroupFault & { ordinal: number })[] }>(
    `select distinct candidate_number as "candidateNumber", v.group_code as "group", v.ordinal
       from application_versions v
       join candidates c on c.id = v.candidate_id
      cross join lateral json_array_elements(v.closes) as closed
      where not exists (select from application_versions gone
        where gone.candidate_id = v.candidate_id and gone.group_code = closed ->> 0
          and gone.ordinal = (closed ->> 1)::integer)
      order by 1, 2, 3`,
  );
  return rows;
}

/** Groups that are given up without an act of their owner on record, and those that are not, though one is. */
export async function listUnequalAbandonments(db: Knex): Promise<readonly GroupFault[]> {
  const { rows } = await db.raw<{ rows: GroupFault[] }>(
    `select candidate_number as "candidateNumber", coalesce(g.group_code, act.group_code) as "group"
       from (select candidate_id, group_code from application_groups where abandoned_at is not null) g
       full join (select distinct actor_id::bigint as candidate_id, detail ->> 'group' as group_code
                    from audit_entries
                   where subject_kind = 'application' and action = 'abandonGroup' and actor_kind = 'candidate') act
         on act.candidate_id = g.candidate_id and act.group_code = g.group_code
       join candidates c on c.id = coalesce(g.candidate_id, act.candidate_id)
      where g.candidate_id is null or act.candidate_id is null
      order by 1, 2`,
  );
  return rows;
}

/** Groups whose row counts other saves as given, was given up at another time or confirmed otherwise than its acts say. */
export async function listUnequalActs(db: Knex): Promise<readonly GroupFault[]> {
  const { rows } = await db.raw<{ rows: GroupFault[] }>(
    `select candidate_number as "candidateNumber", coalesce(g.group_code, act.group_code) as "group"
       from (select * from application_groups where abandoned_at is not null or granted_saves <> 0
               or confirmed_ordinal is not null or retractions_used <> 0) g
       full join (select candidate_id, group_code, sum(saves) filter (where kind in ('granted', 'abandoned')) as saves,
                         min(at) filter (where kind = 'abandoned') as abandoned_at,
                         (array_agg(case kind when 'confirmed' then saves end order by id desc)
                           filter (where kind in ('confirmed', 'retracted')))[1] as confirmed,
                         count(*) filter (where kind = 'retracted') as retractions
                    from group_acts group by candidate_id, group_code) act
         on act.candidate_id = g.candidate_id and act.group_code = g.group_code
       join candidates c on c.id = coalesce(g.candidate_id, act.candidate_id)
      where (coalesce(g.granted_saves, 0), g.abandoned_at, g.confirmed_ordinal, coalesce(g.retractions_used, 0))
            is distinct from (coalesce(act.saves, 0), act.abandoned_at, act.confirmed, coalesce(act.retractions, 0))
      order by 1, 2`,
  );
  return rows;
}

/** Saves on record whose version is gone; `group` is the batch that was saved. */
export async function listLostVersions(db: Knex): Promise<readonly GroupFault[]> {
  const { rows } = await db.raw<{ rows: GroupFault[] }>(
    `select candidate_number as "candidateNumber", a.batch_code as "group"
       from save_attempts a
       join candidates c on c.id = a.candidate_id
       left join application_versions v on v.id = (a.detail ->> 'version')::bigint
      where a.outcome = 'saved' and v.id is null
      order by a.id`,
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
