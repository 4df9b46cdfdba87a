import type { Knex } from 'knex';
import type {
  AccountCodes,
  CodeAnswer,
  CodeSending,
  CodeState,
} from '../../domain/accounts/account-code.service';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { lockPerson } from '../../domain/accounts/ownership.repository';
import { correctPersonName } from '../../domain/accounts/person.repository';
import { openAccountPhone } from '../../domain/accounts/sealed';
import type { ProveAccount } from '../../domain/re-registration/prove-account';
import type { ReviewCase } from '../../domain/review-cases/review-case';
import { bindCase, findNewestCase, lockCase } from '../../domain/review-cases/review-case.repository';
import { confirmStanding } from '../../domain/review-cases/review-standing';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { ReviewSettings } from '../../infrastructure/config/account-settings';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { maskPhone } from '../../rules/identity/masking';

type BindingResult =
  | { readonly outcome: 'bound' }
  /** The number has another owner since the reviewers looked: they look again. */
  | { readonly outcome: 'changed' }
  | Exclude<CodeAnswer, { outcome: 'proved' }>;

interface BindingParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly codes: AccountCodes;
  readonly review: ReviewSettings;
  readonly proveAccount: ProveAccount;
}

/** What an applicant does after both reviewers agreed, behind a code to the account's phone. */
export function createBindingService(parts: BindingParts) {
  return bindParts(parts, { find, describe, sendCode, bind });
}

export type BindingService = ReturnType<typeof createBindingService>;

/** The approved case whose 实名信息绑定 is open; null where there is none. */
async function find({ db }: BindingParts, account: SignedInAccount): Promise<ReviewCase | null> {
  const found = await findNewestCase(db, { accountId: account.id });
  const until = found?.state === 'approved' ? found.bindUntil : null;
  return until !== null && until.getTime() > wallClock() ? found : null;
}

/** The code under way, and where it went, masked. */
async function describe(
  { cipher, codes }: BindingParts,
  account: SignedInAccount,
  found: ReviewCase,
): Promise<{ readonly state: CodeState | null; readonly to: string }> {
  const to = `手机 ${maskPhone(openAccountPhone(cipher, account.phoneCipher, account.userName))}`;
  return { state: await codes.describe(requestOf(account, found)), to };
}

const sendCode = (
  { codes, cipher }: BindingParts,
  account: SignedInAccount,
  found: ReviewCase,
  origin: Origin,
): Promise<CodeSending> =>
  codes.send(
    requestOf(account, found),
    {
      channel: 'sms',
      destination: openAccountPhone(cipher, account.phoneCipher, account.userName),
      index: account.phoneIndex,
      accountId: account.id,
    },
    origin,
  );

/** 实名信息绑定: the number is the applicant's from here on. @throws AppError conflict (409) */
async function bind(
  { codes, db, cipher, review, proveAccount }: BindingParts,
  account: SignedInAccount,
  found: ReviewCase,
  typed: string,
  origin: Origin,
): Promise<BindingResult> {
  const answer = await codes.prove(requestOf(account, found), typed, origin);
  if (answer.outcome !== 'proved') return answer;
  return db.transaction(async (transaction): Promise<BindingResult> => {
    await lockPerson(transaction, found.personId);
    const locked = await lockCase(transaction, found.id);
    if (locked?.state !== 'approved' || locked.round !== found.round) throw new AppError('conflict', 409);
    if (!(await confirmStanding(transaction, cipher, review, locked))) return { outcome: 'changed' };
    if ((await bindCase(transaction, locked.id)) !== 1) throw new AppError('conflict', 409);
    const settles = locked.contestId !== null;
    await proveAccount(transaction, { accountId: account.id, route: 'review', origin, settles });
    // Whoever registered first may have typed another name; two reviewers have read this one.
    await correctPersonName(transaction, locked.personId, account.name);
    return { outcome: 'bound' };
  });
}

const requestOf = (account: SignedInAccount, { id, round }: ReviewCase) => ({
  purpose: 'bindIdentity' as const,
  journey: `review|${id}|${round}|${account.sessionId}`,
});
