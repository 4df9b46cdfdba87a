import type { Knex } from 'knex';
import { auditAccount } from '../domain/accounts/audit-account';
import { findPersonForUpdate } from '../domain/accounts/person.repository';
import { NO_BROWSER } from '../infrastructure/origin';
import { everyHash } from '../infrastructure/security/keyed-hash';

/** A cancelled account whose days are over. */
interface DueAccount {
  readonly id: number;
  readonly identityIndex: Buffer;
}

/** SQL: the account is cancelled for so many days, nobody waits for a decision about it, and it was not erased yet. */
const DUE = `status = 'cancelled' and erased_at is null
  and status_at < clock_timestamp() - make_interval(days => ?)
  and not exists (select from review_cases
                   where accounts.id in (account_id, rival_id) and state in ('waiting', 'approved'))
  and not exists (select from number_claims
                   where accounts.id in (new_account_id, old_account_id) and ended_at is null)
  and not exists (select from re_registrations join accounts as objector on objector.id = old_account_id
                   where new_account_id = accounts.id and objector.status = 'suspended'
                     and objected_at is not null and upheld_at is null and cancelled_at is null
                     and reinstated_at is null)`;

/** The next account behind `after` that is to be erased after so many days; null where there is none. */
export async function findDueAccount(db: Knex, days: number, after: number): Promise<DueAccount | null> {
  const row = await db('accounts')
    .whereRaw(DUE, [days])
    .where('id', '>', after)
    .orderBy('id')
    .first({ id: 'id', identityIndex: 'identity_index' });
  return row ?? null;
}

/**
 * Erases what is personal of every cancelled account whose days are over, one transaction each: what is stopped or
 * killed goes on with the next round, and several processes share the work. One that cannot be erased keeps no other
 * from it.
 * @returns how many were erased. @throws what kept the first of them, once all were tried
 */
export async function eraseAccounts(
  db: Knex,
  days: number,
  stopped: () => boolean = () => false,
): Promise<number> {
  let erased = 0;
  const faults: unknown[] = [];
  let due = stopped() ? null : await findDueAccount(db, days, 0);
  while (due !== null) {
    const one = due;
    try {
      if (await db.transaction((transaction) => eraseAccount(transaction, one, days))) erased += 1;
    } catch (error) {
      faults.push(error);
    }
    due = stopped() ? null : await findDueAccount(db, days, one.id);
  }
  if (faults.length > 0) throw faults[0];
  return erased;
}

/** @returns false where it is not due any more. */
async function eraseAccount(
  transaction: Knex.Transaction,
  { id, identityIndex }: DueAccount,
  days: number,
): Promise<boolean> {
  // The person before the account, as all do who settle whose a number is.
  const person = await findPersonForUpdate(transaction, identityIndex);
  const account = await transaction('accounts')
    .where({ id })
    .whereRaw(DUE, [days])
    .forUpdate()
    .first('phone_index', 'email_index');
  if (account === undefined) return false;
  const indexes: Buffer[] = [account.phone_index, account.email_index].filter((index) => index !== null);
  await transaction('account_codes').whereIn('destination_index', indexes.flatMap(everyHash)).delete();
  for (const sql of GOING) await transaction.raw(sql, { id });
  const changed = await transaction('accounts')
    .where({ id })
    .whereNull('erased_at')
    .update(leaveOf(transaction, id));
  if (changed !== 1) throw new Error(`account ${id} changed while it was erased`);
  if (person !== null && !(await isNeeded(transaction, person.id, identityIndex)))
    await erasePerson(transaction, person);
  await auditAccount(transaction, { id }, NO_BROWSER, 'eraseAccount');
  return true;
}

/** What is left of an account: its number, its state, its times. No user name that can be typed begins with #. */
const leaveOf = (transaction: Knex, id: number) => ({
  erased_at: transaction.raw('clock_timestamp()'),
  user_name: `#${id}`,
  name: '',
  password_hash: '',
  person_id: null,
  identity_index: null,
  identity_cipher: null,
  phone_index: null,
  phone_cipher: null,
  email_index: null,
  email_cipher: null,
  email_bound_at: null,
});

const SESSIONS = 'account_session_id in (select id from account_sessions where account_id = :id)';
const REQUESTS = 'request_id in (select id from classmate_requests where account_id = :id)';

/** What goes of everything else that is an account's, in an order in which nothing names what is gone. */
const GOING = [
  `delete from oidc_records where ${SESSIONS}`,
  `delete from platform_sessions where ${SESSIONS}`,
  'delete from account_sessions where account_id = :id',
  'delete from account_sign_ins where account_id = :id',
  'delete from account_devices where account_id = :id',
  'delete from account_factors where account_id = :id',
  'delete from factor_scans where account_id = :id',
  'delete from liveness_checks where account_id = :id',
  'delete from platform_consents where account_id = :id',
  'delete from account_mails where account_id = :id',
  'delete from outbox_messages where account_id = :id',
  // Whom it asked for help, and by what name it was asked itself.
  `delete from classmate_invitations where ${REQUESTS}`,
  'delete from classmate_requests where account_id = :id',
  `update classmate_requests set classmate_name = ''
    where id in (select request_id from classmate_invitations where helper_account_id = :id)`,
  'delete from classmate_invitations where helper_account_id = :id',
  // The verdicts stay, which are the reviewers'.
  `delete from review_pictures
    where (case_id, account_id) in (select case_id, account_id from review_sides where account_id = :id)`,
  'update review_sides set note_cipher = null where account_id = :id',
  `delete from objection_links
    where claim_id in (select id from number_claims where old_account_id = :id)
       or re_registration_id in (select id from re_registrations where old_account_id = :id)`,
  'update number_claims set objection_cipher = null where old_account_id = :id',
  'update re_registrations set objection_cipher = null where old_account_id = :id',
  'update account_links set unlinked_at = clock_timestamp() where account_id = :id and unlinked_at is null',
];

/** Whether a number is another account's too, or stands in the register of students, which is no account's. */
async function isNeeded(transaction: Knex, personId: number, identityIndex: Buffer): Promise<boolean> {
  const other = await transaction('accounts')
    .whereIn('identity_index', everyHash(identityIndex))
    .orWhere({ person_id: personId, status: 'active' })
    .first('id');
  if (other !== undefined) return true;
  return (await transaction('student_records').where({ person_id: personId }).first('id')) !== undefined;
}

/** Leaves of a person the number of its row alone; whoever registers with the same document is a new one. */
async function erasePerson(
  transaction: Knex,
  { id, subject }: { readonly id: number; readonly subject: string },
): Promise<void> {
  await transaction('account_arrivals').where({ subject }).delete();
  const changed = await transaction('persons')
    .where({ id })
    .whereNotNull('identity_index')
    .update({
      name: '',
      identity_index: null,
      identity_cipher: null,
      subject: transaction.raw('gen_random_uuid()'),
    });
  if (changed !== 1) throw new Error(`person ${id} changed while it was erased`);
}
