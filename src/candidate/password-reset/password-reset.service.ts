import type { Knex } from 'knex';
import {
  type CandidateRecord,
  findIdentityByNumber,
  getCandidate,
  type IdentityRecord,
} from '../../domain/candidates/candidate.repository';
import { indexIdentityNumber } from '../../domain/candidates/sealed-values';
import { listPersonalFacts } from '../../domain/credentials/personal-facts';
import type { SignInLimits } from '../../domain/credentials/sign-in-limits';
import { resetInPerson, type WrittenReset, writeReset } from '../../domain/credentials/write-reset';
import { isTrustedDevice } from '../../domain/identity/device.repository';
import type { ProofService, ProofStep } from '../../domain/identity/proof.service';
import type { ProofRequest } from '../../domain/identity/proof-parts';
import type { ProofResult } from '../../domain/identity/proof-result';
import type { VisitorCheck, VisitorCode, VisitorResult } from '../../domain/picture-code/visitor-check';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Origin } from '../../infrastructure/origin';
import { type WithAdmissions, withAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isSameHash } from '../../infrastructure/security/keyed-hash';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import { findPasswordFaults, type PasswordFault } from '../../rules/identity/password-rules';
import { normalisePersonName } from '../../rules/identity/person-name';
import type { CandidateFactsTyped } from '../picture-code/facts.form';

/** Where somebody stands whose facts were all right. */
export interface ResetPlace {
  readonly candidateId: number;
  /** The journey's id: codes serve in it alone. */
  readonly journey: string;
  readonly origin: Origin;
}

interface ResetPage {
  readonly candidate: CandidateRecord;
  readonly step: ProofStep;
}

export type ResetResult =
  | WrittenReset
  | { readonly outcome: 'faults'; readonly faults: readonly PasswordFault[] }
  | { readonly outcome: 'throttled'; readonly until: Date }
  | { readonly outcome: 'unproved'; readonly proof: ProofResult };

interface FactsRequest {
  readonly facts: CandidateFactsTyped;
  readonly origin: Origin;
}

interface PasswordResetParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly limits: SignInLimits;
  readonly proof: ProofService;
  readonly visitors: VisitorCheck;
}

/** What all the steps work with. */
type Parts = PasswordResetParts & WithAdmissions;

/** 忘记密码 (manual, chapter eight; M13). */
export function createPasswordResetService(given: PasswordResetParts) {
  const parts = withAdmissions(given);
  return bindParts(parts, { checkFacts, sendMessage, getPage, sendCode, reset, resetInPerson });
}

export type PasswordResetService = ReturnType<typeof createPasswordResetService>;

/** Whether 考生号, 证件号码, 姓名 and 验证码 are all right; which of them is not is told to nobody. */
const checkFacts = (
  parts: Parts,
  request: FactsRequest & { readonly code: VisitorCode },
): Promise<VisitorResult<IdentityRecord>> =>
  parts.visitors.identify({ ...searchOf(parts, request), code: request.code });

/** A code to the bound phone in place of the picture. */
const sendMessage = (
  parts: Parts,
  request: FactsRequest & { readonly journey: string },
): ReturnType<VisitorCheck['sendMessage']> =>
  parts.visitors.sendMessage({ ...searchOf(parts, request), journey: request.journey });

/** Whose password is reset, and what is to be proved. */
async function getPage(parts: Parts, place: ResetPlace): Promise<ResetPage> {
  const [candidate, step] = await Promise.all([
    getCandidate(parts.db, place.candidateId),
    parts.proof.describeStep(proofOf(place)),
  ]);
  return { candidate, step };
}

const sendCode = ({ proof }: Parts, place: ResetPlace): ReturnType<ProofService['sendCode']> =>
  proof.sendCode(proofOf(place));

/** Proves and resets in one step (figures 22–24): every session ends, the owner is told. */
async function reset(parts: Parts, place: ResetPlace, answer: string, next: string): Promise<ResetResult> {
  const { db, cipher, admissions, hasher, proof, limits } = parts;
  const candidate = await getCandidate(parts.db, place.candidateId);
  const faults = findPasswordFaults(next, await listPersonalFacts(db, cipher, candidate));
  if (faults.length > 0) return { outcome: 'faults', faults };
  const { candidateId, journey, origin } = place;
  const known = await isTrustedDevice(db, candidateId, origin.device);
  const pass = await admissions.spend('resetPassword', { subject: candidateId, journey, origin, known });
  if (pass.until !== null) return { outcome: 'throttled', until: pass.until };
  // A place is kept before the code is used up: a busy moment must not cost the candidate a code.
  const kept = hasher.reserve(pass);
  const proved = await proof.prove(proofOf(place), answer).catch((error: unknown) => {
    kept.free();
    throw error;
  });
  if (proved.outcome !== 'proved') {
    kept.free();
    return { outcome: 'unproved', proof: proved };
  }
  const hash = await kept.hash(next);
  const result = await db.transaction((transaction) =>
    writeReset(parts, transaction, place, hash, proved.rung),
  );
  await Promise.all([limits.clear(candidate.candidateNumber, origin.device), pass.forgive()]);
  return result;
}

const proofOf = ({ candidateId, journey, origin }: ResetPlace): ProofRequest => ({
  candidateId,
  purpose: 'reset',
  journey,
  origin,
});

const searchOf = ({ db, cipher }: Parts, { facts, origin }: FactsRequest) => ({
  key: facts.candidateNumber,
  origin,
  find: () => findIdentityByNumber(db, facts.candidateNumber),
  fits: ({ name, identityNumberIndex }: IdentityRecord) => {
    const sameIdentity = isSameHash(identityNumberIndex, indexIdentityNumber(cipher, facts.identityNumber));
    const sameName = normalisePersonName(name) === facts.name;
    return sameIdentity && sameName;
  },
});
