import type { Knex } from 'knex';
import {
  type CopiedField,
  copyRows,
  readBigint,
  readInstant,
  readInteger,
  readText,
  required,
} from '../../infrastructure/database/copy-rows';
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
  /** As it is stored, in UTF-8. */
  readonly canonicalBody: Buffer;
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

/** In the order in which `toVersion` reads them; of the attempts that saved a version the first counts. */
const COLUMNS = `v.id, v.candidate_id, candidate_number, group_code, ordinal, save_number, batch_code, pack_code,
  pack_version, saved_at, actor_kind, actor_id, v.address, v.device, canonical_body, previous_hash, nonce, v.hash,
  v.form_token, v.closes, l.content, tried.form_token, tried.body_hash`;

/**
 * The next versions behind a place, by candidate, group and ordinal, some at a time; to be read to the end. Bodies are
 * left as the bytes that are hashed.
 */
export async function* readVersionsBehind(
  snapshot: Knex.Transaction,
  place: ChainPlace | null,
  limit: number,
): AsyncGenerator<readonly ChainedVersion[]> {
  const { candidateId = 0, group = '', ordinal = 0 } = place ?? {};
  // COPY takes no values: a name goes in as digits.
  const behind = `(${Number(candidateId)}, convert_from('\\x${Buffer.from(group).toString('hex')}', 'utf8'), ${Number(ordinal)})`;
  const rows = copyRows(
    snapshot,
    `select ${COLUMNS}
       from application_versions v join candidates c on c.id = v.candidate_id
       left join ledger_leaves l on l.version_id = v.id
       left join lateral (select form_token, body_hash from save_attempts a
         where a.candidate_id = v.candidate_id and outcome = 'saved' and (detail ->> 'version')::bigint = v.id
         order by a.id limit 1) tried on true
      -- Both: else each stretch would begin to look for its candidates at the first of all.
      where (v.candidate_id, group_code, ordinal) > ${behind} and c.id >= ${Number(candidateId)}
      order by v.candidate_id, group_code, ordinal limit ${Number(limit)}`,
  );
  for await (const some of rows) yield some.map(toVersion);
}

function toVersion(row: readonly CopiedField[]): ChainedVersion {
  const [id, candidateId, number, group, ordinal, saveNumber, batch, pack, packVersion, savedAt] = row;
  const [actorKind, actorId, address, device, body, previousHash, nonce, hash, formToken] = row.slice(10);
  const [closes = null, leaf = null, triedToken = null, triedBodyHash = null] = row.slice(19);
  return {
    id: readBigint(id),
    candidateId: readBigint(candidateId),
    candidateNumber: readText(number),
    group: readText(group),
    ordinal: readInteger(ordinal),
    saveNumber: readInteger(saveNumber),
    batch: readText(batch),
    pack: readText(pack),
    packVersion: readInteger(packVersion),
    savedAt: readInstant(savedAt),
    actorKind: readText(actorKind),
    actorId: readText(actorId),
    address: readText(address),
    device: readText(device),
    canonicalBody: required(body),
    previousHash: required(previousHash),
    nonce: required(nonce),
    hash: required(hash),
    formToken: readText(formToken),
    closes: closes && JSON.parse(readText(closes)),
    leaf: leaf && readText(leaf),
    triedToken: triedToken && readText(triedToken),
    triedBodyHash,
  };
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
