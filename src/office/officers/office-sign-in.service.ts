import type { Knex } from 'knex';
import type { PasswordChange } from '../../domain/credentials/change-password';
import { markPassword } from '../../domain/credentials/password-check';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { Officer } from '../../domain/officers/officer';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { signIns } from '../../infrastructure/meters';
import type { Origin } from '../../infrastructure/origin';
import { type Admissions, createAdmissions, type Pass } from '../../infrastructure/security/admissions';
import type { Cipher, RowContext } from '../../infrastructure/security/cipher';
import { padResponseTime } from '../../infrastructure/security/pad-response-time';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import { findTotpCounter } from '../../infrastructure/security/totp';
import { findPasswordFaults } from '../../rules/identity/password-rules';
import { type AdmittedOfficer, recordSession, signOut } from './office-session';
import {
  findOfficerCredential,
  isOfficerDevice,
  lockOfficerCredential,
  type OfficerCredential,
  updateOfficerPassword,
  useOfficerCounter,
} from './officer-credential.repository';
import { listOfficerFacts } from './personal-facts';

/** For which a secret of 动态密码 is sealed. */
export const totpContext = (officerId: number): RowContext => ({
  column: 'officers.totp_secret',
  row: officerId,
});

/** One try to sign in: always all three. */
interface OfficeSignInAttempt {
  readonly signInName: string;
  readonly password: string;
  readonly totp: string;
  readonly origin: Origin;
}

type OfficeSignInResult =
  | ({ readonly outcome: 'signedIn' } & AdmittedOfficer)
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'throttled'; readonly until: Date };

interface OfficeSignInParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
}

/** An account whose 动态密码 was right, and the pass of the try. */
interface Proved {
  readonly credential: OfficerCredential;
  readonly counter: number;
}

/** Longer than all there is to do before a hash, in milliseconds. */
const EVEN_MS = 100;
/** Of an account that is not there; ids begin at 1. */
const NOBODY = { id: 0 };

interface OwnParts extends OfficeSignInParts {
  readonly admissions: Admissions;
}

const audit = (
  { db }: OwnParts,
  credential: OfficerCredential | null,
  action: 'signInRefused' | 'signInThrottled',
  origin: Origin,
) =>
  auditOfficer(db, credential === null ? NOBODY : { id: credential.officerId }, origin, {
    action,
    subjectKind: 'officer',
    subjectId: credential?.officerId ?? '',
  });

/** The account whose 动态密码 was typed, and its counter; null when it is wrong, or nobody's. */
function prove(own: OwnParts, pass: Pass, credential: OfficerCredential | null, totp: string): Proved | null {
  const sealed = credential?.totpSecretCipher ?? null;
  if (credential === null || sealed === null) return null;
  const counter = findTotpCounter(
    pass,
    own.cipher.decrypt(sealed, totpContext(credential.officerId)),
    totp,
    wallClock(),
  );
  return counter === null ? null : { credential, counter };
}

/** Compares with the password's hash, for as long where there is none to compare with. */
async function judge(
  own: OwnParts,
  pass: Pass,
  password: string,
  proved: Proved | null,
): Promise<AdmittedOfficer | null> {
  const { hasher, db } = own;
  const hash = proved?.credential.passwordHash ?? null;
  const matches = await hasher.matches(pass, password, hash);
  if (!matches || proved === null || hash === null) return null;
  const { officerId } = proved.credential;
  const used = await useOfficerCounter(db, officerId, proved.counter);
  return used === 1 ? { officerId, mark: markPassword(hash) } : null;
}

/** The answer never tells which of the three was wrong, nor whether there is such an officer. */
async function signIn(
  own: OwnParts,
  { signInName, password, totp, origin }: OfficeSignInAttempt,
): Promise<OfficeSignInResult> {
  const { db, admissions } = own;
  const { credential, outer, inner, proved } = await padResponseTime(EVEN_MS, async () => {
    const found = await findOfficerCredential(db, signInName);
    const known = found !== null && (await isOfficerDevice(db, found.officerId, origin.device));
    const pass = await admissions.spend('officeSignIn', { subject: signInName, origin, known });
    const right = pass.until === null ? prove(own, pass, found, totp) : null;
    const behind =
      right === null ? pass : await admissions.spend('officePassword', { subject: signInName, origin });
    return { credential: found, outer: pass, inner: behind, proved: right };
  });
  if (outer.until !== null || inner.until !== null) {
    // Unknown names are written down only while tries are left, or the log could be filled without end.
    if (credential !== null) await audit(own, credential, 'signInThrottled', origin);
    signIns.inc({ wing: 'office', outcome: 'throttled' });
    return { outcome: 'throttled', until: outer.until ?? inner.until ?? new Date(wallClock()) };
  }
  const admitted = await judge(own, inner, password, proved);
  if (admitted === null) {
    await audit(own, credential, 'signInRefused', origin);
    signIns.inc({ wing: 'office', outcome: 'refused' });
    return { outcome: 'refused' };
  }
  await Promise.all([outer.forgive(), inner.forgive()]);
  signIns.inc({ wing: 'office', outcome: 'signedIn' });
  return { outcome: 'signedIn', ...admitted };
}

async function changePassword(
  { admissions, db, hasher }: OwnParts,
  officer: Officer,
  { current, next, origin }: { readonly current: string; readonly next: string; readonly origin: Origin },
): Promise<PasswordChange> {
  const { id, signInName } = officer;
  const faults = findPasswordFaults(next, listOfficerFacts(officer));
  if (faults.length > 0) return { outcome: 'faults', faults };
  const admission = await admissions.spend('officeConfirm', { subject: id, origin });
  if (admission.until !== null) return { outcome: 'throttled', until: admission.until };
  const checked = (await findOfficerCredential(db, signInName))?.passwordHash ?? null;
  if (!(await hasher.matches(admission, current, checked))) return { outcome: 'wrongPassword' };
  await admission.forgive();
  const hash = await hasher.hash(admission, next);
  return db.transaction(async (transaction) => {
    const locked = await lockOfficerCredential(transaction, id);
    // Changed meanwhile: the password that was checked is no longer the password.
    if (locked === null || locked.passwordHash !== checked) return { outcome: 'wrongPassword' };
    const changed = await updateOfficerPassword(transaction, id, hash);
    if (changed !== 1) throw new Error(`password of officer ${id}: ${changed} rows changed`);
    await auditOfficer(transaction, { id }, origin, {
      action: 'changePassword',
      subjectKind: 'officer',
      subjectId: id,
    });
    return { outcome: 'changed' };
  });
}

/**
 * Password and 动态密码 in one form. 动态密码 is looked at first, and the password only behind a right one: whoever
 * has not got the officer's authenticator can neither guess passwords nor use up the tries of browsers on which the
 * officer has signed in. Both are charged before they are looked at.
 */
export function createOfficeSignInService(parts: OfficeSignInParts) {
  const own: OwnParts = { ...parts, admissions: createAdmissions(parts.db) };
  return bindParts(own, { signIn, recordSession, signOut, changePassword });
}

export type OfficeSignInService = ReturnType<typeof createOfficeSignInService>;
