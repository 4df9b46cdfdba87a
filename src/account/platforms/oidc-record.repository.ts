import { createHash } from 'node:crypto';
import type { Knex } from 'knex';

/** One thing that the provider keeps: its id hashed, its content encrypted. */
interface OidcRecord {
  readonly model: string;
  readonly idHash: Buffer;
  readonly payloadCipher: Buffer;
  readonly uidHash: Buffer | null;
  readonly grantHash: Buffer | null;
  readonly platformCode: string | null;
  /** Worth nothing once it has ended; null: of somebody who has not signed in yet. */
  readonly accountSessionId: number | null;
  readonly expiresAt: Date;
}

export interface FoundRecord {
  readonly model: string;
  readonly idHash: Buffer;
  readonly payloadCipher: Buffer;
  readonly accountSessionId: number | null;
  readonly consumedAt: Date | null;
}

/** Under what a record is kept: whoever reads the table learns no id that a browser or a platform holds. */
export function hashRecordId(kind: string, id: string): Buffer {
  return createHash('sha256').update(`${kind}|${id}`).digest();
}

export async function putRecord(db: Knex, record: OidcRecord): Promise<void> {
  await db('oidc_records')
    .insert({
      model: record.model,
      id_hash: record.idHash,
      payload_cipher: record.payloadCipher,
      uid_hash: record.uidHash,
      grant_hash: record.grantHash,
      platform_code: record.platformCode,
      account_session_id: record.accountSessionId,
      expires_at: record.expiresAt,
    })
    .onConflict(['model', 'id_hash'])
    .merge();
}

/** Whatever hangs on a session of an account ends with it, in the instant in which that ends. */
const serving = (db: Knex) =>
  db('oidc_records')
    .leftJoin('account_sessions', 'account_sessions.id', 'oidc_records.account_session_id')
    .leftJoin('accounts', 'accounts.id', 'account_sessions.account_id')
    .whereRaw('oidc_records.expires_at > clock_timestamp()')
    .whereRaw(
      `(oidc_records.account_session_id is null
        or (account_sessions.ended_at is null and accounts.status = 'active'))`,
    );

const found = {
  model: 'oidc_records.model',
  idHash: 'oidc_records.id_hash',
  payloadCipher: 'oidc_records.payload_cipher',
  accountSessionId: 'oidc_records.account_session_id',
  consumedAt: 'oidc_records.consumed_at',
} as const;

export async function findRecord(db: Knex, model: string, idHash: Buffer): Promise<FoundRecord | null> {
  const row = await serving(db)
    .where({ 'oidc_records.model': model, 'oidc_records.id_hash': idHash })
    .first(found);
  return row ?? null;
}

/** When a platform's request began, in milliseconds of the database's time. @throws Error where there is no such request */
export async function getInteractionBegin(db: Knex, uid: string): Promise<number> {
  const idHash = hashRecordId('Interaction', uid);
  const row = await db('oidc_records').where({ model: 'Interaction', id_hash: idHash }).first('created_at');
  if (row === undefined) throw new Error('a request that its provider does not keep');
  return row.created_at.getTime();
}

/** The provider's session of this uid; null once the session of the account has ended. */
export async function findSessionRecord(db: Knex, uidHash: Buffer): Promise<FoundRecord | null> {
  const row = await serving(db)
    .where({ 'oidc_records.model': 'Session', 'oidc_records.uid_hash': uidHash })
    .first(found);
  return row ?? null;
}

/** Uses a record up. @returns how many rows changed: 0 when it was used before. */
export async function consumeRecord(db: Knex, model: string, idHash: Buffer): Promise<number> {
  return db('oidc_records')
    .where({ model, id_hash: idHash })
    .whereNull('consumed_at')
    .update({ consumed_at: db.raw('clock_timestamp()') });
}

export async function deleteRecord(db: Knex, model: string, idHash: Buffer): Promise<void> {
  await db('oidc_records').where({ model, id_hash: idHash }).delete();
}

/** Takes back everything that was issued under a grant. */
export async function deleteGrant(db: Knex, grantHash: Buffer): Promise<void> {
  await db('oidc_records').where({ grant_hash: grantHash }).delete();
}

/** Takes back a grant too, so that a token that is still being written under it is worth nothing. */
export async function deleteWholeGrant(db: Knex, grantHash: Buffer): Promise<void> {
  await db('oidc_records')
    .where({ grant_hash: grantHash })
    .orWhere({ model: 'Grant', id_hash: grantHash })
    .delete();
}

/** Takes back everything that a platform was issued for an account, at every browser. */
export async function deleteIssued(db: Knex, accountId: number, platformCode: string): Promise<void> {
  await db('oidc_records')
    .where({ platform_code: platformCode })
    .whereIn('account_session_id', db('account_sessions').where({ account_id: accountId }).select('id'))
    .delete();
}

/** Takes back everything that a platform was issued, for everybody. */
export async function deleteIssuedTo(db: Knex, platformCode: string): Promise<void> {
  await db('oidc_records').where({ platform_code: platformCode }).delete();
}

/** Clears away what serves no more. @returns how many rows went. */
export async function deleteSpentRecords(db: Knex): Promise<number> {
  return db('oidc_records').whereRaw("expires_at < clock_timestamp() - interval '1 minute'").delete();
}
