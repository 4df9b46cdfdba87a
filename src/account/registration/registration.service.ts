import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import type { Account } from '../../domain/accounts/account';
import {
  findOwningAccount,
  insertAccount,
  isPhoneRegistered,
  isUserNameTaken,
} from '../../domain/accounts/account.repository';
import type {
  AccountCodes,
  CodeAnswer,
  CodeSending,
  CodeState,
} from '../../domain/accounts/account-code.service';
import { auditAccount } from '../../domain/accounts/audit-account';
import type { Limited } from '../../domain/accounts/limit';
import { lockPersonOf } from '../../domain/accounts/person.repository';
import {
  indexAccountPhone,
  NO_ACCOUNT,
  openAccountPhone,
  type Sealed,
  sealAccountPhone,
  sealEmail,
  sealIdentity,
} from '../../domain/accounts/sealed';
import { tellAccount } from '../../domain/accounts/tell-account';
import type { ClaimNumber } from '../../domain/re-registration/claim-number';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { isUniqueViolation } from '../../infrastructure/database/unique-violation';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isSameIndex } from '../../infrastructure/security/keyed-hash';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import type { RegistrationFacts } from './registration.form';
import { createRegistrationLimits } from './registration-limits';

/** A phone that is about to be proved, or was; `journey` binds its codes to the browser. */
export interface PhoneClaim {
  readonly journey: string;
  readonly phone: Sealed;
}

export type RegistrationResult =
  | { readonly outcome: 'registered'; readonly userName: string; readonly unproved: boolean }
  /** The number is taken, or its name is another: 我要重新注册 must be ticked. */
  | { readonly outcome: 'numberTaken' }
  | { readonly outcome: 'phoneTaken' }
  | ({ readonly outcome: 'emailLimited' } & Limited)
  | ({ readonly outcome: 'limited' } & Limited);

interface RegistrationParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly codes: AccountCodes;
  readonly claimNumber: ClaimNumber;
  readonly offersEmail: boolean;
}

/** What all the steps work with. */
function gatherParts(parts: RegistrationParts) {
  const { db } = parts;
  const limits = createRegistrationLimits(db);
  return { ...parts, limits };
}

type Parts = ReturnType<typeof gatherParts>;

export function createRegistrationService(given: RegistrationParts) {
  const parts = gatherParts(given);
  return {
    ...bindParts(parts, {
      seal,
      open,
      resend: sendCode,
      describeCode,
      isPhoneTaken,
      start,
      provePhone,
      register,
    }),
    /** E-mail is offered. */
    offersEmail: parts.offersEmail,
  };
}

export type RegistrationService = ReturnType<typeof createRegistrationService>;

const seal = ({ cipher }: Parts, phone: string): Sealed => sealAccountPhone(cipher, phone, NO_ACCOUNT);

const open = ({ cipher }: Parts, phone: Sealed): string => openAccountPhone(cipher, phone.cipher, NO_ACCOUNT);

const describeCode = ({ codes }: Parts, claim: PhoneClaim): Promise<CodeState | null> =>
  codes.describe(requestOf(claim));

/** 手机号码已被注册: to be said to whoever has proved that they hold the phone. */
const isPhoneTaken = ({ db }: Parts, { phone }: PhoneClaim): Promise<boolean> =>
  isPhoneRegistered(db, phone.index);

/** Sends the first code; nothing of the answer tells whether the phone is registered. */
async function start(parts: Parts, claim: PhoneClaim, origin: Origin): Promise<CodeSending> {
  const limited = await parts.limits.chargeStart(origin);
  return limited === null ? sendCode(parts, claim, origin) : { outcome: 'limited', ...limited };
}

async function provePhone(
  { codes, cipher }: Parts,
  claim: PhoneClaim,
  typed: string,
  origin: Origin,
): Promise<CodeAnswer> {
  const answer = await codes.prove(requestOf(claim), typed, origin);
  if (answer.outcome !== 'proved') return answer;
  // A code that went to another phone, before the number was changed, proves nothing here.
  const index = indexAccountPhone(cipher, openAccountPhone(cipher, claim.phone.cipher, NO_ACCOUNT));
  return isSameIndex(answer.destinationIndex, index) ? answer : { outcome: 'wrong' };
}

/** 立即注册, behind a proved phone. */
async function register(
  parts: Parts,
  claim: PhoneClaim,
  facts: RegistrationFacts,
  origin: Origin,
): Promise<RegistrationResult> {
  const { limits, offersEmail, hasher, db } = parts;
  const pass = await limits.chargeNumber(claim.phone.index, origin);
  if (pass.until !== null) {
    const limit = pass.by === 'phone' ? 'numbersByPhone' : 'byAddress';
    return { outcome: 'limited', limit, until: pass.until };
  }
  const email = offersEmail ? facts.email : null;
  const mailbox = email === null ? null : await limits.chargeEmail(email, origin);
  if (mailbox !== null && mailbox.until !== null) return { outcome: 'emailLimited', ...mailbox };
  const passwordHash = await hasher.hash(pass, facts.password);
  const result = await db
    .transaction((transaction) => write(parts, transaction, claim, facts, passwordHash, origin))
    .catch(async (error: unknown): Promise<RegistrationResult> => {
      // The phone was registered in the same moment.
      if (isUniqueViolation(error) && (await isPhoneRegistered(db, claim.phone.index)))
        return { outcome: 'phoneTaken' };
      throw error;
    });
  // Only mailboxes that were registered count: nobody uses a domain up by trying numbers.
  if (result.outcome !== 'registered') await mailbox?.withdraw();
  return result;
}

const requestOf = ({ journey }: PhoneClaim) => ({ purpose: 'register' as const, journey });

const sendCode = ({ codes, cipher }: Parts, claim: PhoneClaim, origin: Origin) =>
  codes.send(
    requestOf(claim),
    {
      channel: 'sms',
      destination: openAccountPhone(cipher, claim.phone.cipher, NO_ACCOUNT),
      index: claim.phone.index,
      accountId: null,
    },
    origin,
  );

const sealOffered = ({ offersEmail, cipher }: Parts, email: string | null, userName: string) =>
  email === null || !offersEmail ? null : sealEmail(cipher, email, userName);

async function write(
  parts: Parts,
  transaction: Knex.Transaction,
  claim: PhoneClaim,
  facts: RegistrationFacts,
  passwordHash: string,
  origin: Origin,
): Promise<RegistrationResult> {
  const { cipher, claimNumber } = parts;
  // What the session holds may have been sealed under keys of before.
  const userName = await chooseUserName(transaction);
  const phone = sealAccountPhone(cipher, openAccountPhone(cipher, claim.phone.cipher, NO_ACCOUNT), userName);
  if (await isPhoneRegistered(transaction, phone.index)) return { outcome: 'phoneTaken' };
  const { documentKind, personName: name } = facts;
  const { document } = facts;
  const identity = sealIdentity(cipher, document, userName);
  const person = await lockPersonOf(transaction, cipher, { document, documentKind, name });
  const owner = await findOwningAccount(transaction, person.id);
  const taken = person.name !== name || owner !== null;
  if (taken && !facts.again) return { outcome: 'numberTaken' };
  const status = taken ? ('unproved' as const) : ('active' as const);
  const email = sealOffered(parts, facts.email, userName);
  const id = await insertAccount(transaction, {
    userName,
    status,
    personId: taken ? null : person.id,
    documentKind,
    identity,
    name,
    phone,
    email,
    passwordHash,
  });
  await auditAccount(transaction, { id }, origin, 'register', { status });
  const told: Pick<Account, 'id' | 'userName' | 'phoneCipher' | 'emailCipher' | 'emailBoundAt'> = {
    id,
    userName,
    phoneCipher: phone.cipher,
    emailCipher: null,
    emailBoundAt: null,
  };
  if (taken && owner !== null) await claimNumber.claim(transaction, { id, personId: person.id }, owner);
  const kind = taken ? 'registeredUnproved' : 'registered';
  await tellAccount(transaction, cipher, told, { kind, at: new Date(wallClock()) });
  return { outcome: 'registered', userName, unproved: taken };
}

/** A user name that nobody has: two letters and nine digits. */
async function chooseUserName(transaction: Knex): Promise<string> {
  for (;;) {
    const name = `xx${randomInt(100_000_000, 1_000_000_000)}`;
    if (!(await isUserNameTaken(transaction, name))) return name;
  }
}
