import {
  isPhoneRegistered,
  lockConfirmed,
  updateAccountPhone,
} from '../../domain/accounts/account.repository';
import type {
  AccountCodes,
  CodeAnswer,
  CodeSending,
  CodeState,
  CodeTarget,
} from '../../domain/accounts/account-code.service';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { bindEmail, claimEmail, unbindEmail } from '../../domain/accounts/email.repository';
import {
  indexAccountPhone,
  indexEmail,
  openAccountPhone,
  openEmail,
  sealAccountPhone,
  sealEmail,
} from '../../domain/accounts/sealed';
import { tellAccount } from '../../domain/accounts/tell-account';
import { createJourney } from '../../domain/credentials/journey';
import { findHeldProof } from '../../domain/re-registration/re-registration.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { isUniqueViolation } from '../../infrastructure/database/unique-violation';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { isSameIndex } from '../../infrastructure/security/keyed-hash';
import { maskEmail, maskPhone } from '../../rules/identity/masking';
import type { SettingsParts } from './password.service';
import { beginContactChange, type ContactChange, unpackNext } from './session-data';

type ContactAnswer =
  | { readonly outcome: 'next'; readonly change: ContactChange }
  | { readonly outcome: 'done' }
  /** Said to whoever holds the phone or reads the mailbox. */
  | { readonly outcome: 'taken' }
  | Exclude<CodeAnswer, { outcome: 'proved' }>;

type ContactParts = SettingsParts & { readonly codes: AccountCodes };

/** 修改手机号码 with both phones in hand, and 绑定邮箱 by a code to it. */
export function createContactService(parts: ContactParts) {
  return {
    ...bindParts(parts, { isHeld, begin, sendCode, describe, answer, unbindEmail: removeEmail }),
    confirm: parts.confirm,
  };
}

export type ContactService = ReturnType<typeof createContactService>;

/** Whether the phone may not be changed now: both sides of an objection are heard. */
const isHeld = async ({ db }: ContactParts, { id }: SignedInAccount): Promise<boolean> =>
  (await findHeldProof(db, id)) !== null;

/** A change to a phone (11 digits) or a mailbox, in normal form. */
function begin(
  { cipher }: ContactParts,
  { userName }: SignedInAccount,
  what: ContactChange['what'],
  destination: string,
): ContactChange {
  const seal = what === 'phone' ? sealAccountPhone : sealEmail;
  return beginContactChange(what, createJourney().id, seal(cipher, destination, userName));
}

const sendCode = (
  parts: ContactParts,
  account: SignedInAccount,
  change: ContactChange,
  origin: Origin,
): Promise<CodeSending> => parts.codes.send(requestOf(change), targetOf(parts, account, change), origin);

/** The code under way, and where it went, masked. */
async function describe(
  parts: ContactParts,
  account: SignedInAccount,
  change: ContactChange,
): Promise<{ readonly state: CodeState | null; readonly to: string }> {
  const { channel, destination } = targetOf(parts, account, change);
  const to = channel === 'email' ? `邮箱 ${maskEmail(destination)}` : `手机 ${maskPhone(destination)}`;
  return { state: await parts.codes.describe(requestOf(change)), to };
}

/** Checks the code of the step; the last one binds. */
async function answer(
  parts: ContactParts,
  account: SignedInAccount,
  change: ContactChange,
  typed: string,
  origin: Origin,
): Promise<ContactAnswer> {
  const answer = await parts.codes.prove(requestOf(change), typed, origin);
  if (answer.outcome !== 'proved') return answer;
  // Changed in another window since the code went out.
  if (!isSameIndex(answer.destinationIndex, targetOf(parts, account, change).index))
    return { outcome: 'wrong' };
  if (change.step === 'old') return { outcome: 'next', change: { ...change, step: 'new' } };
  const write = change.what === 'phone' ? writePhone : writeEmail;
  return write(parts, account, change, origin).catch((error: unknown): ContactAnswer => {
    // Bound to another account in the same moment.
    if (isUniqueViolation(error)) return { outcome: 'taken' };
    throw error;
  });
}

/** Takes the mailbox away; it serves no account any more. */
async function removeEmail(
  { db, cipher }: ContactParts,
  account: SignedInAccount,
  origin: Origin,
): Promise<void> {
  await db.transaction(async (transaction) => {
    const locked = await lockConfirmed(transaction, account);
    if (locked.emailCipher === null) throw new AppError('conflict', 409);
    const changed = await unbindEmail(transaction, account.id);
    if (changed !== 1) throw new AppError('conflict', 409);
    await auditAccount(transaction, account, origin, 'unbindEmail');
    const values = {
      email: maskEmail(openEmail(cipher, locked.emailCipher, locked.userName)),
      address: origin.address,
    };
    const event = { kind: 'emailUnbound' as const, at: new Date(wallClock()), values };
    await tellAccount(transaction, cipher, locked, event);
  });
}

const requestOf = ({ what, journey, step }: ContactChange) => ({
  purpose:
    what === 'email' ? ('email' as const) : step === 'old' ? ('phoneOld' as const) : ('phoneNew' as const),
  journey,
});

function targetOf(parts: ContactParts, account: SignedInAccount, change: ContactChange): CodeTarget {
  const accountId = account.id;
  if (change.what === 'email') {
    const destination = openEmail(parts.cipher, unpackNext(change).cipher, account.userName);
    return { channel: 'email', destination, index: indexEmail(parts.cipher, destination), accountId };
  }
  const sealed = change.step === 'new' ? unpackNext(change).cipher : account.phoneCipher;
  const destination = openAccountPhone(parts.cipher, sealed, account.userName);
  return {
    channel: 'sms',
    destination,
    index: indexAccountPhone(parts.cipher, destination),
    accountId,
  };
}

const writePhone = (
  { db, cipher }: ContactParts,
  account: SignedInAccount,
  change: ContactChange,
  origin: Origin,
) =>
  db.transaction(async (transaction): Promise<ContactAnswer> => {
    const { userName } = account;
    const phone = openAccountPhone(cipher, unpackNext(change).cipher, userName);
    const next = sealAccountPhone(cipher, phone, userName);
    const locked = await lockConfirmed(transaction, account);
    if ((await findHeldProof(transaction, account.id)) !== null) throw new AppError('conflict', 409);
    if (await isPhoneRegistered(transaction, next.index)) return { outcome: 'taken' };
    const changed = await updateAccountPhone(transaction, account.id, locked.phoneIndex, next);
    if (changed !== 1) throw new AppError('conflict', 409);
    await auditAccount(transaction, account, origin, 'changePhone', { by: change.by ?? 'sms' });
    const before = maskPhone(openAccountPhone(cipher, locked.phoneCipher, userName));
    const values = { phone: maskPhone(phone), before, address: origin.address };
    const event = { kind: 'phoneChanged' as const, at: new Date(wallClock()), values };
    await tellAccount(transaction, cipher, locked, event, phone);
    return { outcome: 'done' };
  });

const writeEmail = (
  { db, cipher }: ContactParts,
  account: SignedInAccount,
  change: ContactChange,
  origin: Origin,
) =>
  db.transaction(async (transaction): Promise<ContactAnswer> => {
    const email = openEmail(cipher, unpackNext(change).cipher, account.userName);
    const next = sealEmail(cipher, email, account.userName);
    const locked = await lockConfirmed(transaction, account);
    if (!(await claimEmail(transaction, account.id, next.index))) return { outcome: 'taken' };
    const changed = await bindEmail(transaction, account.id, next);
    if (changed !== 1) throw new AppError('conflict', 409);
    await auditAccount(transaction, account, origin, 'bindEmail');
    const values = { email: maskEmail(email), address: origin.address };
    await tellAccount(transaction, cipher, locked, {
      kind: 'emailBound',
      at: new Date(wallClock()),
      values,
    });
    return { outcome: 'done' };
  });
