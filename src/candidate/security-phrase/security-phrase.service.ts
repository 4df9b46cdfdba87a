import type { Knex } from 'knex';
import { auditCandidate } from '../../domain/candidates/audit-candidate';
import { type CandidateRecord, lockCandidate } from '../../domain/candidates/candidate.repository';
import { requireUnfrozen } from '../../domain/candidates/freeze.repository';
import type { PasswordConfirmation } from '../../domain/credentials/change-password';
import { requirePassword } from '../../domain/credentials/sign-in.repository';
import type { SignInService } from '../../domain/credentials/sign-in.service';
import { getFactors } from '../../domain/identity/factor.repository';
import { normalisePhrase, type PhraseCheck } from '../../domain/identity/phrase-check';
import type { ProofResult } from '../../domain/identity/proof-result';
import { nameOrigin } from '../../domain/mailbox/mail.presenter';
import { tellOwner } from '../../domain/messages/tell-owner';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { TransactionStep } from '../../infrastructure/database/transaction-step';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { type Pass, type WithAdmissions, withAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import { findRung } from '../../rules/identity/ladder';
import { findPhraseFaults, type PhraseFault } from '../../rules/identity/security-phrase';
import type { RulePack } from '../../rules/pack/rule-pack';
import {
  cancelPhrase,
  countSamePhrase,
  delayPhrase,
  indexPhrase,
  updatePhrase,
} from './security-phrase.repository';

interface PhrasePage {
  readonly isSet: boolean;
  /** Something better is bound: the phrase is not used. */
  readonly unused: boolean;
  readonly maxLength: number;
  /** Hours that a change without the old phrase takes. */
  readonly changeHours: number;
  /** When a change on its way takes effect, real time; null where there is none. */
  readonly changesAt: Date | null;
}

interface PhraseReset {
  readonly candidate: CandidateRecord;
  readonly typed: string;
  /** The phrase until now; '' where it is forgotten. */
  readonly old: string;
  readonly password: string;
  readonly origin: Origin;
}

type PhraseResetResult =
  | { readonly outcome: 'reset' }
  /** Without the old phrase: it takes effect hours later, and may be cancelled until then. */
  | { readonly outcome: 'delayed' }
  | { readonly outcome: 'oldRefused'; readonly proof: ProofResult }
  | { readonly outcome: 'faults'; readonly faults: readonly PhraseFault[] }
  | Exclude<PasswordConfirmation, { readonly outcome: 'confirmed' }>;

interface SecurityPhraseParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly pack: () => RulePack;
  readonly hasher: PasswordHasher;
  readonly confirmPassword: SignInService['confirmPassword'];
  readonly checkPhrase: PhraseCheck;
}

type Written = Extract<PhraseResetResult, { readonly outcome: 'reset' | 'delayed' | 'faults' }>;

type Writing = Pick<PhraseReset, 'candidate' | 'typed' | 'origin'>;

/** What all the steps work with. */
type Parts = SecurityPhraseParts & WithAdmissions;

export function createSecurityPhraseService(given: SecurityPhraseParts) {
  const parts = withAdmissions(given);
  return bindParts(parts, { getPage, reset, resetInPerson, cancel });
}

export type SecurityPhraseService = ReturnType<typeof createSecurityPhraseService>;

async function getPage(parts: Parts, { id }: CandidateRecord): Promise<PhrasePage> {
  const factors = await getFactors(parts.db, id);
  const better = findRung(factors, { phraseServes: false, boundBefore: null });
  const { phraseMaxLength: maxLength, phraseChangeHours: changeHours } = rules(parts);
  const { hasPhrase: isSet, phraseChangesAt: changesAt } = factors;
  return { isSet, unused: better !== null, maxLength, changeHours, changesAt };
}

/**
 * 重设 (figure 26; M16). The password is asked for. The old phrase may be forgotten: then the new one takes effect
 * hours later, so that a stolen password alone does not open the ladder. @throws AppError frozen
 */
async function reset(
  parts: Parts,
  { candidate, typed, old, password, origin }: PhraseReset,
): Promise<PhraseResetResult> {
  requireUnfrozen(candidate);
  // The password comes first: how often a phrase is used in the school is told to its owner alone.
  const confirmed = await parts.confirmPassword(candidate, password, origin);
  if (confirmed.outcome !== 'confirmed') return confirmed;
  if (old !== '') {
    const proof = await parts.checkPhrase(await getFactors(parts.db, candidate.id), old, origin);
    if (proof.outcome !== 'proved') return { outcome: 'oldRefused', proof };
  }
  const { pass, hash } = confirmed;
  return write(parts, { candidate, typed, origin }, pass, old !== '', (transaction) =>
    requirePassword(transaction, candidate.id, hash),
  );
}

/** Sets the phrase of somebody whose identity the county office has checked, without the password. @throws AppError frozen */
async function resetInPerson(
  parts: Parts,
  request: Omit<PhraseReset, 'password' | 'old'>,
  transactionStep: TransactionStep,
): Promise<Extract<PhraseResetResult, { readonly outcome: 'reset' | 'faults' }>> {
  requireUnfrozen(request.candidate);
  const { candidate, origin } = request;
  const pass = await parts.admissions.require('setInPerson', {
    journey: `candidate|${candidate.id}`,
    origin,
  });
  const written = await write(parts, request, pass, true, transactionStep);
  if (written.outcome === 'delayed') throw new Error('what is proved in person is not delayed');
  return written;
}

/** 撤销: the phrase until now stays. @throws AppError conflict when no change is on its way */
async function cancel(
  parts: Parts,
  { candidate, origin }: Pick<PhraseReset, 'candidate' | 'origin'>,
): Promise<void> {
  await parts.db.transaction(async (transaction) => {
    await lockCandidate(transaction, candidate.id);
    if ((await cancelPhrase(transaction, candidate.id)) !== 1) throw new AppError('conflict', 409);
    await record(parts, transaction, { candidate, origin }, 'cancelPhrase');
  });
}

const rules = (parts: Parts) => parts.pack().identity;

async function listFaults(parts: Parts, candidate: CandidateRecord, phrase: string, index: Buffer) {
  return findPhraseFaults(phrase, {
    maxLength: rules(parts).phraseMaxLength,
    name: candidate.name,
    sameInSchool: await countSamePhrase(parts.db, index, candidate.id),
    sameSchoolLimit: rules(parts).phraseSameSchoolLimit,
  });
}

/** Phrase, audit, mail and messages together. `proved`: nothing is left to wait for. */
async function write(
  parts: Parts,
  { candidate, typed, origin }: Writing,
  pass: Pass,
  proved: boolean,
  transactionStep: TransactionStep | null,
): Promise<Written> {
  const { cipher, hasher, db } = parts;
  const phrase = normalisePhrase(typed);
  const index = indexPhrase(cipher, candidate.schoolCode, phrase);
  const faults = await listFaults(parts, candidate, phrase, index);
  if (faults.length > 0) return { outcome: 'faults', faults };
  const hash = await hasher.hash(pass, phrase);
  return db.transaction(async (transaction) => {
    requireUnfrozen(await lockCandidate(transaction, candidate.id));
    await transactionStep?.(transaction);
    const delayed = !proved && (await getFactors(transaction, candidate.id)).hasPhrase;
    const hours = rules(parts).phraseChangeHours;
    const changed = delayed
      ? await delayPhrase(transaction, candidate.id, { hash, index, hours })
      : await updatePhrase(transaction, candidate.id, hash, index);
    if (changed !== 1) throw new Error(`phrase of candidate ${candidate.id}: ${changed} rows changed`);
    await record(parts, transaction, { candidate, origin }, delayed ? 'delayPhrase' : 'resetPhrase');
    return { outcome: delayed ? 'delayed' : 'reset' };
  });
}

async function record(
  parts: Parts,
  transaction: Knex.Transaction,
  { candidate, origin }: Pick<PhraseReset, 'candidate' | 'origin'>,
  action: keyof typeof mailKinds,
): Promise<void> {
  await auditCandidate(transaction, candidate.id, origin, action);
  const { phraseChangesAt } = await getFactors(transaction, candidate.id);
  await tellOwner(transaction, parts.cipher, {
    candidateId: candidate.id,
    kind: mailKinds[action],
    at: new Date(wallClock()),
    values: { ...nameOrigin(origin), ...(phraseChangesAt && { changesAt: phraseChangesAt }) },
  });
}

const mailKinds = {
  resetPhrase: 'phraseChanged',
  delayPhrase: 'phraseChanging',
  cancelPhrase: 'phraseKept',
} as const;
