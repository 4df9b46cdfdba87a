import type { Knex } from 'knex';
import { defineSessionInsert, type SessionRow } from '../../infrastructure/database/session.repository';
import { defineStatement, listColumns, runInOneTransaction } from '../../infrastructure/database/statement';
import { AppError } from '../../infrastructure/errors';
import { signIns } from '../../infrastructure/meters';
import { defineRefunds, type Refund } from '../../infrastructure/security/throttle.repository';
import { trustFirstDevice } from '../identity/device.repository';

export interface Credential {
  readonly candidateId: number;
  readonly passwordHash: string | null;
  readonly sessionId: string | null;
  readonly hasTotp: boolean;
  /** Keyed hash of a first secret that still serves. */
  readonly firstSecretHash: Buffer | null;
}

/** `totpNeeded`: the password was right, and 动态密码 was asked next; `accountAccepted`: a 学信 account stood in its place. */
export type SignInOutcome =
  | 'signedIn'
  | 'accountAccepted'
  | 'totpNeeded'
  | 'firstSignIn'
  | 'wrongPassword'
  | 'wrongTotp'
  | 'throttled';

export interface SignInRecord {
  readonly candidateId: number | null;
  readonly outcome: SignInOutcome;
  readonly address: string;
  readonly device: string;
  readonly userAgent: string;
}

/** A credential as it is seen from one browser. */
export interface SeenCredential extends Credential {
  /** The candidate has proved who they are on this browser before. */
  readonly trusted: boolean;
}

const columns = listColumns({
  candidateId: 'credentials.candidate_id',
  passwordHash: 'credentials.password_hash',
  sessionId: 'credentials.session_id',
  hasTotp: 'credentials.totp_bound_at is not null',
  firstSecretHash:
    'case when credentials.first_secret_expires_at > clock_timestamp() then credentials.first_secret_hash end',
});

const selectByNumber = defineStatement<SeenCredential>(
  `select ${columns}, exists (select from trusted_devices
     where trusted_devices.candidate_id = candidates.id and trusted_devices.device = $2) as trusted
   from candidates join credentials on credentials.candidate_id = candidates.id where candidate_number = $1`,
);

const lockById = defineStatement<Credential>(
  `select ${columns} from credentials where candidate_id = $1 for update`,
);

// Rows are matched as they stand once the lock is held: of sign-ins at the same moment each sees the one before it.
const replaceSession = defineStatement(
  `with locked as (
     select candidate_id, session_id from credentials
     where candidate_id = $1 and sha256(convert_to(password_hash, 'UTF8')) = $3 for update)
   update credentials set session_id = $2 from locked
   where credentials.candidate_id = $1 and credentials.candidate_id = locked.candidate_id
   returning locked.session_id as replaced`,
);

const updateSession = defineStatement('update credentials set session_id = $2 where candidate_id = $1');

const insertLogged = defineStatement(
  'insert into sign_ins (candidate_id, outcome, address, device, user_agent) values ($1, $2, $3, $4, $5)',
);

/** Signs of a browser's name that are kept. */
const MAX_AGENT = 300;

/** Whether a session was put: of a password that was changed meanwhile nothing is written at all. */
const wasPut = (candidate: string, session: string) =>
  `exists (select from credentials where candidate_id = ${candidate} and session_id = ${session})`;

const insertPutSession = defineSessionInsert(wasPut('$4', '$5'));
const insertPutSignIn = defineStatement(
  `insert into sign_ins (candidate_id, outcome, address, device, user_agent)
   select $1, $2, $3, $4, $5 where ${wasPut('$1', '$6')}`,
);
const refundPut = defineRefunds(wasPut('$5', '$6'));

/** The credential behind a 考生号, as a browser asks for it; null when there is none. */
export async function findCredentialByNumber(
  db: Knex,
  candidateNumber: string,
  device: string,
): Promise<SeenCredential | null> {
  const { rows } = await selectByNumber(db, [candidateNumber, device]);
  return rows[0] ?? null;
}

/** The credential of a candidate, locked until the transaction ends. */
export async function lockCredential(
  transaction: Knex.Transaction,
  candidateId: number,
): Promise<Credential | null> {
  const { rows } = await lockById(transaction, [candidateId]);
  return rows[0] ?? null;
}

/**
 * For an act behind a candidate's password: the one that was compared must still be it, until the transaction ends.
 * @throws AppError conflict (409) when it was changed meanwhile
 */
export async function requirePassword(
  transaction: Knex.Transaction,
  candidateId: number,
  passwordHash: string,
): Promise<void> {
  const locked = await lockCredential(transaction, candidateId);
  if (locked?.passwordHash !== passwordHash) throw new AppError('conflict', 409);
}

/** A session that is to be the one of its candidate. */
interface NewSession {
  readonly candidateId: number;
  readonly sessionId: string;
  readonly device: string;
  /** SHA-256 of the password hash that was checked. */
  readonly mark: Buffer;
  /** Null where it lives elsewhere. */
  readonly row: SessionRow | null;
  readonly noted: SignInNote | null;
}

/** What a right password leaves: the line of 我的登录记录, and what the try gives back. */
export interface SignInNote {
  readonly record: SignInRecord;
  readonly refunds: readonly Refund[];
}

/**
 * Records the newest session in place of the one before it, and trusts the very first device.
 * @returns the session that it replaces; null where the password is no longer the one that was checked, and nothing
 * was noted
 */
export async function putSession(
  db: Knex | Knex.Transaction,
  { candidateId, sessionId, device, mark, row, noted: signIn }: NewSession,
): Promise<{ readonly replaced: string | null } | null> {
  const put = [candidateId, sessionId];
  const [noted] = await runInOneTransaction(db, [
    replaceSession.with([candidateId, sessionId, mark]),
    trustFirstDevice.with([candidateId, device, sessionId]),
    ...(row === null ? [] : [insertPutSession(row, put)]),
    // Counters last: whoever waits for another lock holds none of them.
    ...(signIn === null
      ? []
      : [insertPutSignIn.with([...listSignIn(signIn.record), sessionId]), refundPut(signIn.refunds, put)]),
  ]);
  const found = noted?.rows[0] as { replaced: string | null } | undefined;
  if (found !== undefined && signIn !== null) countSignIn(signIn.record);
  return found ?? null;
}

/** Records the one session that is signed in. @returns how many rows changed. */
export async function updateSessionId(
  db: Knex,
  candidateId: number,
  sessionId: string | null,
): Promise<number> {
  return (await updateSession(db, [candidateId, sessionId])).rowCount;
}

/** Sets a new password hash. @returns how many rows changed. */
export async function updatePasswordHash(db: Knex, candidateId: number, hash: string): Promise<number> {
  return db('credentials')
    .where({ candidate_id: candidateId })
    .update({ password_hash: hash, password_changed_at: db.fn.now() });
}

/** Sets the password of a reset: every session ends, and no first secret serves any more. @returns how many rows changed. */
export async function resetPasswordHash(
  transaction: Knex,
  candidateId: number,
  hash: string,
): Promise<number> {
  return transaction('credentials')
    .where({ candidate_id: candidateId })
    .update({
      password_hash: hash,
      password_changed_at: transaction.fn.now(),
      reset_at: transaction.raw('clock_timestamp()'),
      session_id: null,
      first_secret_hash: null,
      first_secret_expires_at: null,
    });
}

/** Sets the first password in exchange for the secret, once. @returns how many rows changed: 0 when it does not serve. */
export async function exchangeFirstSecret(
  transaction: Knex,
  candidateId: number,
  secretHash: Buffer,
  passwordHash: string,
): Promise<number> {
  return transaction('credentials')
    .where({ candidate_id: candidateId, first_secret_hash: secretHash })
    .whereNull('password_hash')
    .andWhere('first_secret_expires_at', '>', transaction.raw('clock_timestamp()'))
    .update({
      password_hash: passwordHash,
      password_changed_at: transaction.fn.now(),
      first_secret_hash: null,
      first_secret_expires_at: null,
    });
}

/** Keeps a first secret for somebody without a password. @returns how many rows changed. */
export async function updateFirstSecret(
  transaction: Knex,
  candidateId: number,
  secret: { readonly hash: Buffer; readonly lifeSeconds: number },
): Promise<number> {
  return transaction('credentials')
    .where({ candidate_id: candidateId })
    .whereNull('password_hash')
    .update({
      first_secret_hash: secret.hash,
      first_secret_expires_at: transaction.raw('clock_timestamp() + make_interval(secs => ?)', [
        secret.lifeSeconds,
      ]),
    });
}

export async function insertSignIn(db: Knex, record: SignInRecord): Promise<void> {
  countSignIn(record);
  await insertLogged(db, listSignIn(record));
}

function listSignIn({ candidateId, outcome, address, device, userAgent }: SignInRecord): readonly unknown[] {
  return [candidateId, outcome, address, device, userAgent.slice(0, MAX_AGENT)];
}

const countSignIn = ({ outcome }: SignInRecord) => signIns.inc({ wing: 'candidate', outcome });
