import type { Knex } from 'knex';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import { everyHash } from '../../infrastructure/security/keyed-hash';

interface NewScan {
  readonly stateHash: Buffer;
  readonly journeyHash: Buffer;
  readonly kind: FactorKind;
  readonly purpose: string;
  readonly accountId: number | null;
  readonly extrasCipher: Buffer | null;
  readonly lifeSeconds: number;
}

/** Records that somebody goes to a provider, and sweeps a few who never came back. */
export async function insertScan(db: Knex, scan: NewScan): Promise<void> {
  await db.raw(
    `with swept as (
       delete from factor_scans where state_hash in (
         select state_hash from factor_scans where expires_at < clock_timestamp() - interval '1 day'
          order by expires_at limit 10 for update skip locked))
     insert into factor_scans (state_hash, journey_hash, kind, purpose, account_id, extras_cipher, expires_at)
     values (?, ?, ?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?))`,
    [
      scan.stateHash,
      scan.journeyHash,
      scan.kind,
      scan.purpose,
      scan.accountId,
      scan.extrasCipher,
      scan.lifeSeconds,
    ],
  );
}

export interface TakenScan {
  readonly purpose: string;
  readonly accountId: number | null;
  readonly extrasCipher: Buffer | null;
  /** As it stands: another key may have been current when it was written. */
  readonly stateHash: Buffer;
}

/** Uses a scan up; null where the state is nobody's, of another browser or provider, used before, or too old. */
export async function takeScan(
  db: Knex,
  place: Pick<NewScan, 'stateHash' | 'journeyHash' | 'kind'>,
): Promise<TakenScan | null> {
  const rows = await db('factor_scans')
    .where({ kind: place.kind })
    .whereIn('state_hash', everyHash(place.stateHash))
    .whereIn('journey_hash', everyHash(place.journeyHash))
    .whereNull('used_at')
    .andWhere('expires_at', '>', db.raw('clock_timestamp()'))
    .update({ used_at: db.raw('clock_timestamp()') })
    .returning<TakenScan[]>([
      'purpose',
      'account_id as accountId',
      'extras_cipher as extrasCipher',
      'state_hash as stateHash',
    ]);
  return rows[0] ?? null;
}
