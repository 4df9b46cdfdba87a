import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { Account } from '../accounts/account';
import {
  findAccountByUserName,
  findOwningAccount,
  isPhoneRegistered,
  lockAccount,
} from '../accounts/account.repository';
import { reinstateAccount } from '../accounts/ownership.repository';
import { findPersonForUpdate } from '../accounts/person.repository';
import { tellAccount } from '../accounts/tell-account';
import { auditAct } from '../officers/act-author';
import { recordReinstatement } from './re-registration.repository';

/** `unproved`: the number is another account's by now, so 客服 has to see both. */
export type Reinstatement = 'active' | 'unproved' | 'unknown' | 'notStopped' | 'phoneTaken';

const states = {
  active: '账号可以正常使用。',
  unproved: '证件号码现在由另一个账号使用，请登录后通过“客服协助验证”核验身份。',
} as const;

interface ReinstateParts {
  readonly db: Knex;
  readonly cipher: Cipher;
}

/**
 * The way back from 注销, and from a suspension in favour of another account; not from an objection that 客服 has yet to
 * settle. The operator takes a number from nobody: where another account has it, the one that comes
 * back is unproved, and two reviewers decide.
 */
export function createReinstateService(db: Knex, cipher: Cipher) {
  const parts: ReinstateParts = { db, cipher };
  return bindParts(parts, { reinstate });
}

/** Lets a cancelled or suspended account in again, by the operator, with a reason that is written down. */
const reinstate = (parts: ReinstateParts, userName: string, reason: string): Promise<Reinstatement> =>
  parts.db.transaction(async (transaction): Promise<Reinstatement> => {
    const found = await findAccountByUserName(transaction, userName);
    if (found === null) return 'unknown';
    const person = await findPersonForUpdate(transaction, found.identityIndex);
    const account = await lockAccount(transaction, found.id);
    if (person === null || account === null) return 'unknown';
    const bar = await findBar(transaction, account, person.id);
    if (bar !== null) return bar;
    return bringBack(parts, transaction, account, person.id, reason);
  });

async function findBar(
  transaction: Knex,
  { status, phoneIndex }: Account,
  personId: number,
): Promise<'notStopped' | 'phoneTaken' | null> {
  if (status === 'cancelled') return (await isPhoneRegistered(transaction, phoneIndex)) ? 'phoneTaken' : null;
  const owner = await findOwningAccount(transaction, personId);
  return status === 'suspended' && owner?.status === 'active' ? null : 'notStopped';
}

async function bringBack(
  parts: ReinstateParts,
  transaction: Knex.Transaction,
  account: Account,
  personId: number,
  reason: string,
): Promise<'active' | 'unproved'> {
  const isFree = (await findOwningAccount(transaction, personId)) === null;
  const state = isFree && account.personId === personId ? 'active' : 'unproved';
  const owned = state === 'active' ? personId : null;
  if ((await reinstateAccount(transaction, account.id, owned)) !== 1) throw new AppError('conflict', 409);
  await recordReinstatement(transaction, account.id);
  await auditAct(
    transaction,
    { kind: 'operator', reason },
    { action: 'reinstateAccount', subjectKind: 'account', subjectId: account.id, detail: { state } },
  );
  const event = {
    kind: 'reinstated' as const,
    at: new Date(wallClock()),
    values: { state: states[state] },
  };
  await tellAccount(transaction, parts.cipher, account, event);
  return state;
}
