import type { Knex } from 'knex';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { Officer } from '../../domain/officers/officer';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Origin } from '../../infrastructure/origin';
import { type Admissions, createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { findTotpCounter } from '../../infrastructure/security/totp';
import { totpContext } from './office-sign-in.service';
import { findOfficerCredential, useOfficerCounter } from './officer-credential.repository';

/** `at`: milliseconds of real time from which the proof counts. */
type OfficerProof =
  | { readonly outcome: 'proved'; readonly at: number }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'throttled'; readonly until: Date };

interface ProofParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly admissions: Admissions;
}

/** The 动态密码 of an officer who is signed in: four tries, each code once. */
export function createOfficerProofService({ db, cipher }: Pick<ProofParts, 'db' | 'cipher'>) {
  const parts: ProofParts = { db, cipher, admissions: createAdmissions(db) };
  return bindParts(parts, { prove });
}

export type OfficerProofService = ReturnType<typeof createOfficerProofService>;

/** @param totp 8 digits */
async function prove(
  { db, cipher, admissions }: ProofParts,
  { id, signInName }: Officer,
  totp: string,
  origin: Origin,
): Promise<OfficerProof> {
  const pass = await admissions.spend('officeConfirm', { subject: id, origin });
  if (pass.until !== null) return { outcome: 'throttled', until: pass.until };
  const sealed = (await findOfficerCredential(db, signInName))?.totpSecretCipher ?? null;
  const at = wallClock();
  const counter = sealed && findTotpCounter(pass, cipher.decrypt(sealed, totpContext(id)), totp, at);
  if (counter !== null && (await useOfficerCounter(db, id, counter)) === 1) {
    await pass.forgive();
    return { outcome: 'proved', at };
  }
  await auditOfficer(db, { id }, origin, { action: 'proofRefused', subjectKind: 'officer', subjectId: id });
  return { outcome: 'refused' };
}
