import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { RowContext } from '../../infrastructure/security/cipher';
import type { CounterBinding } from '../../rules/identity/counter-binding';
import type { Factors } from '../../rules/identity/ladder';

/** For which a secret of 动态密码 is sealed. */
export const totpContext = (candidateId: number): RowContext => ({
  column: 'credentials.totp_secret',
  row: candidateId,
});

/** Everything a candidate has bound, still encrypted or hashed. */
export interface FactorRecord extends Factors {
  readonly candidateId: number;
  readonly candidateNumber: string;
  readonly totpSecretCipher: Buffer | null;
  readonly totpPendingCipher: Buffer | null;
  /** Of the phrase that serves now. */
  readonly phraseHash: string | null;
  /** When a changed phrase takes its place; null where none is on its way. */
  readonly phraseChangesAt: Date | null;
  readonly phoneCipher: Buffer | null;
  readonly phoneIndex: Buffer | null;
  readonly wechatCipher: Buffer | null;
  readonly wechatIndex: Buffer | null;
  readonly passwordHash: string | null;
  readonly resetAt: Date | null;
  /** The phones that were bound with a 柜台码, the oldest first. */
  readonly counterBindings: readonly CounterBinding[];
}

interface FactorRow extends Omit<FactorRecord, 'hasPhrase' | 'counterBindings'> {
  readonly counterBindings: readonly { readonly at: string; readonly byTwo: boolean }[];
}

const COUNTER_BINDINGS = `(
  select coalesce(json_agg(json_build_object('at', used_at, 'byTwo', approved_by is not null) order by used_at), '[]')
  from counter_codes
  where candidate_id = candidates.id and purpose = 'phoneChange' and used_at is not null)`;

const HAS_COME = 'credentials.pending_phrase_at <= clock_timestamp()';

const columns = {
  candidateId: 'candidates.id',
  candidateNumber: 'candidates.candidate_number',
  totpSecretCipher: 'credentials.totp_secret_cipher',
  totpPendingCipher: 'credentials.totp_pending_cipher',
  totpBoundAt: 'credentials.totp_bound_at',
  phoneCipher: 'candidates.phone_cipher',
  phoneIndex: 'candidates.phone_index',
  phoneBoundAt: 'candidates.phone_bound_at',
  wechatCipher: 'credentials.wechat_open_id_cipher',
  wechatIndex: 'credentials.wechat_open_id_index',
  wechatBoundAt: 'credentials.wechat_bound_at',
  passwordHash: 'credentials.password_hash',
  resetAt: 'credentials.reset_at',
} as const;

/** What a candidate has bound. @throws Error when there is no such candidate. */
export async function getFactors(db: Knex, candidateId: number): Promise<FactorRecord> {
  const row: FactorRow | undefined = await db('candidates')
    .join('credentials', 'credentials.candidate_id', 'candidates.id')
    .where('candidates.id', candidateId)
    .first({
      ...columns,
      phraseHash: db.raw(
        `case when ${HAS_COME} then credentials.pending_phrase_hash else credentials.security_phrase_hash end`,
      ),
      phraseChangesAt: db.raw(`case when ${HAS_COME} then null else credentials.pending_phrase_at end`),
      counterBindings: db.raw(COUNTER_BINDINGS),
    });
  if (row === undefined) throw new Error(`candidate ${candidateId} has no credentials`);
  const counterBindings = row.counterBindings.map(({ at, byTwo }) => ({ at: new Date(at), byTwo }));
  return { ...row, hasPhrase: row.phraseHash !== null, counterBindings };
}

/**
 * Stands for what is bound, since when, and for the password beside it: equal as long as nothing was bound, changed or
 * taken away.
 */
export function markFactors(factors: FactorRecord): string {
  const { totpBoundAt, wechatBoundAt, phoneBoundAt, hasPhrase, passwordHash } = factors;
  const password = createHash('sha256')
    .update(passwordHash ?? '')
    .digest('base64url');
  return [totpBoundAt, wechatBoundAt, phoneBoundAt, hasPhrase, password]
    .map((one) => (one instanceof Date ? one.getTime() : String(one)))
    .join(' ');
}

/** Uses a 动态密码 up; its counter must be newer than the last one. @returns how many rows changed: 1 or 0. */
export async function useTotpCounter(db: Knex, candidateId: number, counter: number): Promise<number> {
  return db('credentials')
    .where({ candidate_id: candidateId })
    .andWhere((unused) => unused.whereNull('totp_last_counter').orWhere('totp_last_counter', '<', counter))
    .update({ totp_last_counter: counter });
}

/** Keeps a secret that is shown and not yet confirmed. */
export async function keepPendingTotp(db: Knex, candidateId: number, cipher: Buffer): Promise<void> {
  await db('credentials').where({ candidate_id: candidateId }).update({ totp_pending_cipher: cipher });
}

/** Binds the secret that was pending, its confirming counter used up. @returns how many rows changed. */
export async function bindTotp(
  db: Knex,
  candidateId: number,
  pending: Buffer,
  counter: number,
): Promise<number> {
  return db('credentials').where({ candidate_id: candidateId, totp_pending_cipher: pending }).update({
    totp_secret_cipher: pending,
    totp_pending_cipher: null,
    totp_bound_at: db.fn.now(),
    totp_last_counter: counter,
  });
}

/** @returns how many rows changed. */
export async function unbindTotp(db: Knex, candidateId: number): Promise<number> {
  return db('credentials').where({ candidate_id: candidateId }).whereNotNull('totp_secret_cipher').update({
    totp_secret_cipher: null,
    totp_pending_cipher: null,
    totp_bound_at: null,
    totp_last_counter: null,
  });
}
