import type { Knex } from 'knex';
import { isFirstSecret } from '../../domain/credentials/first-secret';
import { markPassword } from '../../domain/credentials/password-check';
import { auditOfficer } from '../../domain/officers/audit-officer';
import { findOfficer, type OfficerAccount } from '../../domain/officers/officer.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Origin } from '../../infrastructure/origin';
import { type Admissions, createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher, SealContext } from '../../infrastructure/security/cipher';
import { padResponseTime } from '../../infrastructure/security/pad-response-time';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import { createTotpSecret, findTotpCounter, totpAddress } from '../../infrastructure/security/totp';
import { findPasswordFaults, type PasswordFault } from '../../rules/identity/password-rules';
import type { AdmittedOfficer } from './office-session';
import { totpContext } from './office-sign-in.service';
import { exchangeOfficerSecret, findOfficerCredential } from './officer-credential.repository';
import { listOfficerFacts } from './personal-facts';
import type { OfficerSetUp } from './session-data';

const SET_UP_MS = 15 * 60_000;
const HASH_CONTEXT = 'officers.password_hash';
const EVEN_MS = 100;

type FirstSecretResult =
  | { readonly outcome: 'admitted'; readonly setUp: OfficerSetUp }
  | { readonly outcome: 'refused' }
  /** Right, and not yet released by a second officer: nothing is changed. */
  | { readonly outcome: 'held' }
  | { readonly outcome: 'throttled'; readonly until: Date };

type SetUpPasswordResult =
  | { readonly outcome: 'kept'; readonly setUp: OfficerSetUp }
  | { readonly outcome: 'faults'; readonly faults: readonly PasswordFault[] };

type SetUpEnd =
  | ({ readonly outcome: 'done' } & AdmittedOfficer)
  | { readonly outcome: 'wrong' }
  /** The secret has been used, replaced or has run out meanwhile. */
  | { readonly outcome: 'expired' };

/** The secret of 动态密码 as an authenticator takes it, by QR or typed. */
interface ShownSecret {
  /** Base32 in groups of four. */
  readonly secret: string;
  /** otpauth address. */
  readonly address: string;
}

interface OfficerFirstSignInParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  /** The exam office's name, which authenticators show. */
  readonly office: () => string;
}

interface OwnParts extends OfficerFirstSignInParts {
  readonly admissions: Admissions;
}

const seal = ({ cipher }: OwnParts, text: string, context: SealContext) =>
  cipher.encrypt(text, context).toString('base64');

const open = ({ cipher }: OwnParts, sealed: string, context: SealContext) =>
  cipher.decrypt(Buffer.from(sealed, 'base64'), context);

function checkSecret(
  { admissions, db, cipher }: OwnParts,
  signInName: string,
  secret: string,
  origin: Origin,
): Promise<FirstSecretResult> {
  return padResponseTime(EVEN_MS, async () => {
    const admission = await admissions.spend('officeFirst', { subject: signInName, origin });
    if (admission.until !== null) return { outcome: 'throttled', until: admission.until };
    const credential = await findOfficerCredential(db, signInName);
    const hash = credential?.firstSecretHash ?? null;
    if (credential === null || hash === null || !isFirstSecret(admission, cipher, secret, hash)) {
      await auditOfficer(db, { id: credential?.officerId ?? 0 }, origin, {
        action: 'signInRefused',
        subjectKind: 'officer',
        subjectId: credential?.officerId ?? '',
        detail: { first: true },
      });
      return { outcome: 'refused' };
    }
    await admission.forgive();
    const { officerId } = credential;
    if (credential.held) {
      await auditOfficer(db, { id: officerId }, origin, {
        action: 'signInRefused',
        subjectKind: 'officer',
        subjectId: officerId,
        detail: { first: true, unreleased: true },
      });
      return { outcome: 'held' };
    }
    const secretHash = hash.toString('base64url');
    return { outcome: 'admitted', setUp: { officerId, secretHash, until: wallClock() + SET_UP_MS } };
  });
}

function findAccount({ db }: OwnParts, { officerId }: OfficerSetUp): Promise<OfficerAccount | null> {
  return findOfficer(db, officerId);
}

async function keepPassword(
  own: OwnParts,
  setUp: OfficerSetUp,
  officer: Pick<OfficerAccount, 'signInName' | 'name'>,
  password: string,
  origin: Origin,
): Promise<SetUpPasswordResult> {
  const { admissions, hasher } = own;
  const faults = findPasswordFaults(password, listOfficerFacts(officer));
  if (faults.length > 0) return { outcome: 'faults', faults };
  const pass = await admissions.require('officeSetUp', { subject: setUp.officerId, origin });
  const sealed = {
    passwordHash: seal(own, await hasher.hash(pass, password), HASH_CONTEXT),
    totpSecret: seal(own, createTotpSecret(), totpContext(setUp.officerId)),
  };
  return { outcome: 'kept', setUp: { ...setUp, sealed } };
}

function showSecret(
  own: OwnParts,
  { officerId, sealed }: Required<OfficerSetUp>,
  signInName: string,
): ShownSecret {
  const secret = open(own, sealed.totpSecret, totpContext(officerId));
  return {
    secret: (secret.match(/.{1,4}/g) ?? []).join(' '),
    address: totpAddress(secret, own.office(), signInName),
  };
}

/** Sets password and 动态密码, exactly once for a first secret. */
async function confirmTotp(
  own: OwnParts,
  { officerId, secretHash, sealed }: Required<OfficerSetUp>,
  totp: string,
  origin: Origin,
): Promise<SetUpEnd> {
  const { admissions, db } = own;
  const pass = await admissions.require('officeSetUp', { subject: officerId, origin });
  const secret = open(own, sealed.totpSecret, totpContext(officerId));
  const counter = findTotpCounter(pass, secret, totp, wallClock());
  if (counter === null) return { outcome: 'wrong' };
  const passwordHash = open(own, sealed.passwordHash, HASH_CONTEXT);
  const totpSecretCipher = Buffer.from(sealed.totpSecret, 'base64');
  return db.transaction(async (transaction) => {
    const hash = Buffer.from(secretHash, 'base64url');
    const set = { passwordHash, totpSecretCipher, counter };
    const changed = await exchangeOfficerSecret(transaction, officerId, hash, set);
    if (changed !== 1) return { outcome: 'expired' };
    await auditOfficer(transaction, { id: officerId }, origin, {
      action: 'setUpAccount',
      subjectKind: 'officer',
      subjectId: officerId,
    });
    return { outcome: 'done', officerId, mark: markPassword(passwordHash) };
  });
}

/** An officer's way in by the first secret: nothing is changed before the last step, which changes everything. */
export function createOfficerFirstSignInService(parts: OfficerFirstSignInParts) {
  const own: OwnParts = { ...parts, admissions: createAdmissions(parts.db) };
  return bindParts(own, { checkSecret, findAccount, keepPassword, showSecret, confirm: confirmTotp });
}

export type OfficerFirstSignInService = ReturnType<typeof createOfficerFirstSignInService>;
