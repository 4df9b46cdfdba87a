import { timingSafeEqual } from 'node:crypto';
import type { Knex } from 'knex';
import { insertAuditEntry } from '../../domain/audit/audit.repository';
import {
  type CandidateRecord,
  findCandidate,
  findIdentityByNumber,
  type IdentityRecord,
} from '../../domain/candidates/candidate.repository';
import { indexIdentityNumber } from '../../domain/candidates/sealed-values';
import { listPersonalFacts } from '../../domain/credentials/personal-facts';
import { lockCredential, resetPasswordHash } from '../../domain/credentials/sign-in.repository';
import type { SignInLimits } from '../../domain/credentials/sign-in-limits';
import { isTrustedDevice, trustDevice } from '../../domain/identity/device.repository';
import type { ProofRequest, ProofService, ProofStep } from '../../domain/identity/proof.service';
import type { ProofResult } from '../../domain/identity/proof-result';
import { nameOrigin } from '../../domain/mailbox/mail.presenter';
import { tellOwner } from '../../domain/messages/tell-owner';
import type { VisitorCheck, VisitorCode, VisitorResult } from '../../domain/picture-code/visitor-check';
import { wallClock } from '../../infrastructure/clock';
import type { Alongside } from '../../infrastructure/database/alongside';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import { findPasswordFaults, type PasswordFault } from '../../infrastructure/security/password-rules';
import type { Rung } from '../../rules/identity/ladder';
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
  /** `endedSession`: the session that was signed in until now, for the caller to tell its browser. */
  | { readonly outcome: 'reset'; readonly endedSession: string | null }
  | { readonly outcome: 'faults'; readonly faults: readonly PasswordFault[] }
  | { readonly outcome: 'throttled'; readonly until: Date }
  | { readonly outcome: 'unproved'; readonly proof: ProofResult };

interface FactsRequest {
  readonly facts: CandidateFactsTyped;
  readonly origin: Origin;
}

export interface PasswordResetService {
  /** Whether 考生号, 证件号码, 姓名 and 验证码 are all right; which of them is not is told to nobody. */
  checkFacts(request: FactsRequest & { readonly code: VisitorCode }): Promise<VisitorResult<IdentityRecord>>;
  /** A code to the bound phone in place of the picture. */
  sendMessage(request: FactsRequest & { readonly journey: string }): ReturnType<VisitorCheck['sendMessage']>;
  /** Whose password is reset, and what is to be proved. */
  getPage(place: ResetPlace): Promise<ResetPage>;
  sendCode(place: ResetPlace): ReturnType<ProofService['sendCode']>;
  /** Proves and resets in one step (figures 22–24): every session ends, the owner is told. */
  reset(place: ResetPlace, answer: string, next: string): Promise<ResetResult>;
  /** Resets for somebody whose identity the county office has checked; `alongside` uses up what shows it. */
  resetInPerson(
    place: Omit<ResetPlace, 'journey'>,
    next: string,
    alongside: Alongside,
  ): Promise<Exclude<ResetResult, { readonly outcome: 'unproved' | 'throttled' }>>;
}

interface PasswordResetParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly limits: SignInLimits;
  readonly proof: ProofService;
  readonly visitors: VisitorCheck;
}

/** Proofs by which the browser is known from then on: not the phrase, and not a code used at any computer of the county office. */
const trusting: readonly string[] = ['totp', 'wechat', 'sms'] satisfies readonly Rung[];

/** 忘记密码 (manual, chapter eight; M13). */
export function createPasswordResetService(parts: PasswordResetParts): PasswordResetService {
  const { db, cipher, hasher, limits, proof, visitors } = parts;
  const admissions = createAdmissions(db);

  const proofOf = ({ candidateId, journey, origin }: ResetPlace): ProofRequest => ({
    candidateId,
    purpose: 'reset',
    journey,
    origin,
  });

  const searchOf = ({ facts, origin }: FactsRequest) => ({
    key: facts.candidateNumber,
    origin,
    find: () => findIdentityByNumber(db, facts.candidateNumber),
    fits: ({ name, identityNumberIndex }: IdentityRecord) => {
      const sameIdentity = timingSafeEqual(
        identityNumberIndex,
        indexIdentityNumber(cipher, facts.identityNumber),
      );
      const sameName = normalisePersonName(name) === facts.name;
      return sameIdentity && sameName;
    },
  });

  async function getCandidate(id: number): Promise<CandidateRecord> {
    const candidate = await findCandidate(db, id);
    if (candidate === null) throw new Error(`candidate ${id} does not exist`);
    return candidate;
  }

  async function write(
    transaction: Knex.Transaction,
    { candidateId, origin }: Omit<ResetPlace, 'journey'>,
    hash: string,
    rung: Rung | 'counter',
  ): Promise<Extract<ResetResult, { readonly outcome: 'reset' }>> {
    const locked = await lockCredential(transaction, candidateId);
    const changed = await resetPasswordHash(transaction, candidateId, hash);
    if (changed !== 1) throw new Error(`password of candidate ${candidateId}: ${changed} rows changed`);
    if (trusting.includes(rung)) await trustDevice(transaction, candidateId, origin.device);
    await insertAuditEntry(transaction, {
      actorKind: 'candidate',
      actorId: String(candidateId),
      action: 'resetPassword',
      subjectKind: 'candidate',
      subjectId: String(candidateId),
      detail: { rung },
      origin,
    });
    await tellOwner(transaction, cipher, {
      candidateId,
      kind: rung === 'counter' ? 'passwordResetInPerson' : 'passwordReset',
      at: new Date(wallClock()),
      values: nameOrigin(origin),
    });
    return { outcome: 'reset', endedSession: locked?.sessionId ?? null };
  }

  return {
    checkFacts: (request) => visitors.identify({ ...searchOf(request), code: request.code }),

    sendMessage: (request) => visitors.sendMessage({ ...searchOf(request), journey: request.journey }),

    async getPage(place) {
      const [candidate, step] = await Promise.all([
        getCandidate(place.candidateId),
        proof.describeStep(proofOf(place)),
      ]);
      return { candidate, step };
    },

    sendCode: (place) => proof.sendCode(proofOf(place)),

    async reset(place, answer, next) {
      const candidate = await getCandidate(place.candidateId);
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
      const result = await db.transaction((transaction) => write(transaction, place, hash, proved.rung));
      await Promise.all([limits.clear(candidate.candidateNumber, origin.device), pass.forgive()]);
      return result;
    },

    async resetInPerson(place, next, alongside) {
      const candidate = await getCandidate(place.candidateId);
      const faults = findPasswordFaults(next, await listPersonalFacts(db, cipher, candidate));
      if (faults.length > 0) return { outcome: 'faults', faults };
      const { candidateId, origin } = place;
      const pass = await admissions.require('setInPerson', { journey: `candidate|${candidateId}`, origin });
      const hash = await hasher.hash(pass, next);
      const result = await db.transaction(async (transaction) => {
        await alongside(transaction);
        return write(transaction, place, hash, 'counter');
      });
      await limits.clear(candidate.candidateNumber, origin.device);
      return result;
    },
  };
}
