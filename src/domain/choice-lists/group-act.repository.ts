import type { Knex } from 'knex';
import type { ApplicationGroup } from './application.repository';

/** The group whose list is confirmed, as it was seen under the candidate's lock. */
type SeenGroup = Pick<ApplicationGroup, 'group' | 'lastOrdinal'> & { readonly retractionsUsed: number };

/** Notes that the list in force is confirmed, and that act. @returns how many rows changed: 0 when it was already */
export function noteConfirmation(
  transaction: Knex.Transaction,
  candidateId: number,
  seen: SeenGroup,
  at: Date,
): Promise<number> {
  return note(
    transaction,
    'confirmed',
    'confirmed_ordinal = last_ordinal',
    'confirmed_ordinal is distinct from last_ordinal',
    [candidateId, seen, at],
  );
}

/** Notes that the confirmation is taken back, and that act. @returns how many rows changed: 0 when there was none */
export function noteRetraction(
  transaction: Knex.Transaction,
  candidateId: number,
  seen: SeenGroup,
  at: Date,
): Promise<number> {
  return note(
    transaction,
    'retracted',
    'confirmed_ordinal = null, retractions_used = retractions_used + 1',
    'confirmed_ordinal = last_ordinal',
    [candidateId, seen, at],
  );
}

async function note(
  transaction: Knex.Transaction,
  kind: 'confirmed' | 'retracted',
  change: string,
  where: string,
  [candidateId, { group, lastOrdinal, retractionsUsed }, at]: readonly [number, SeenGroup, Date],
): Promise<number> {
  const result = await transaction.raw<{ rowCount: number }>(
    `with changed as (
       update application_groups set ${change}
        where candidate_id = ? and group_code = ? and last_ordinal = ? and retractions_used = ?
          and current_version_id is not null and abandoned_at is null and ${where}
       returning candidate_id, group_code, last_ordinal)
     insert into group_acts (candidate_id, group_code, kind, saves, at)
       select candidate_id, group_code, ?, last_ordinal, ? from changed`,
    [candidateId, group, lastOrdinal, retractionsUsed, kind, at],
  );
  return result.rowCount;
}
