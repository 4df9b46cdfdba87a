import type { Knex } from 'knex';
import type { MailValues } from '../mailbox/mail.presenter';
import type { ToldKind } from '../messages/present-message';

/** An owner of a filed list who is to be told of an act, and perhaps to be given a save. */
export interface Telling {
  readonly candidateId: number;
  /** Quota group that gets one more save; null: none does. */
  readonly grantedGroup: string | null;
  readonly values: MailValues;
}

export interface ToldAct {
  readonly kind: ToldKind;
  /** Business time of the act. */
  readonly at: Date;
}

export async function insertPendingTellings(
  transaction: Knex.Transaction,
  { kind, at }: ToldAct,
  tellings: readonly Telling[],
): Promise<void> {
  await transaction.raw(
    `insert into pending_tellings (kind, at, candidate_id, granted_group, values)
     select ?, ?, t.id, nullif(t.granted, ''), t.said::json
     from unnest(?::bigint[], ?::text[], ?::text[]) with ordinality as t (id, granted, said, position)
     order by t.position`,
    [
      kind,
      at,
      tellings.map(({ candidateId }) => candidateId),
      tellings.map(({ grantedGroup }) => grantedGroup ?? ''),
      tellings.map(({ values }) => JSON.stringify(values)),
    ],
  );
}

/** Takes the oldest out, past those that another process has in hand. */
export async function takePendingTellings(
  transaction: Knex.Transaction,
  limit: number,
): Promise<readonly (Telling & ToldAct)[]> {
  const rows: (Telling & ToldAct & { candidateId: string })[] = await transaction('pending_tellings')
    .whereIn('id', (oldest) =>
      oldest.from('pending_tellings').select('id').orderBy('id').limit(limit).forUpdate().skipLocked(),
    )
    .delete()
    .returning(['kind', 'at', 'candidate_id as candidateId', 'granted_group as grantedGroup', 'values']);
  return rows.map((row) => ({ ...row, candidateId: Number(row.candidateId) }));
}

/** Owners who are still to be told of acts of a kind. */
export async function countPendingTellings(db: Knex, kind: ToldKind): Promise<number> {
  const [row] = await db('pending_tellings').where({ kind }).count({ count: '*' });
  return Number(row?.count ?? 0);
}
