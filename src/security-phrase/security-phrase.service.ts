import type { Knex } from 'knex';
import { insertAuditEntry, type Origin } from '../audit';
import { type CandidateRecord, lockCandidate, requireUnfrozen } from '../candidates';
import { realTime } from '../clock';
import type { Alongside } from '../db/alongside';
import { getFactors, normalisePhrase } from '../identity';
import { nameOrigin } from '../mailbox';
import { tellOwner } from '../messages';
import { findRung } from '../rules/ladder';
import type { RulePack } from '../rules/rule-pack';
import { findPhraseFaults, type PhraseFault } from '../rules/security-phrase';
import type { Cipher } from '../security/cipher';
import type { PasswordConfirmation, PasswordHasher, SignInService } from '../sign-in';
import { countSamePhrase, indexPhrase, updatePhrase } from './security-phrase.repository';

export interface PhrasePage {
  readonly isSet: boolean;
  /** Something better is bound: the phrase is not used. */
  readonly unused: boolean;
  readonly maxLength: number;
}

export interface PhraseReset {
  readonly candidate: CandidateRecord;
  readonly typed: string;
  readonly password: string;
  readonly origin: Origin;
}

export type PhraseResetResult =
  | { readonly outcome: 'reset' }
  | { readonly outcome: 'faults'; readonly faults: readonly PhraseFault[] }
  | Exclude<PasswordConfirmation, { readonly outcome: 'confirmed' }>;

export interface SecurityPhraseService {
  getPage(candidate: CandidateRecord): Promise<PhrasePage>;
  /** 重设 (figure 26; M16). The old phrase may be forgotten: the password is asked for. @throws AppError frozen */
  reset(request: PhraseReset): Promise<PhraseResetResult>;
  /** Sets the phrase of somebody whose identity the county office has checked, without the password. @throws AppError frozen */
  resetInPerson(
    request: Omit<PhraseReset, 'password'>,
    alongside: Alongside,
  ): Promise<Extract<PhraseResetResult, { readonly outcome: 'reset' | 'faults' }>>;
}

export interface SecurityPhraseParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly pack: () => RulePack;
  readonly hasher: PasswordHasher;
  readonly confirmPassword: SignInService['confirmPassword'];
}

export function createSecurityPhraseService(parts: SecurityPhraseParts): SecurityPhraseService {
  const { db, cipher, hasher } = parts;
  const rules = () => parts.pack().identity;

  async function listFaults(candidate: CandidateRecord, phrase: string, index: Buffer) {
    return findPhraseFaults(phrase, {
      maxLength: rules().phraseMaxLength,
      name: candidate.name,
      sameInSchool: await countSamePhrase(db, index, candidate.id),
      sameSchoolLimit: rules().phraseSameSchoolLimit,
    });
  }

  /** Phrase, audit, mail and messages together. */
  async function write(
    { candidate, typed, origin }: Omit<PhraseReset, 'password'>,
    alongside: Alongside | null,
  ): Promise<Extract<PhraseResetResult, { readonly outcome: 'reset' | 'faults' }>> {
    const phrase = normalisePhrase(typed);
    const index = indexPhrase(cipher, candidate.schoolCode, phrase);
    const faults = await listFaults(candidate, phrase, index);
    if (faults.length > 0) return { outcome: 'faults', faults };
    const hash = await hasher.hash(phrase);
    return db.transaction(async (transaction) => {
      requireUnfrozen(await lockCandidate(transaction, candidate.id));
      await alongside?.(transaction);
      const changed = await updatePhrase(transaction, candidate.id, hash, index);
      if (changed !== 1) throw new Error(`phrase of candidate ${candidate.id}: ${changed} rows changed`);
      await insertAuditEntry(transaction, {
        actorKind: 'candidate',
        actorId: String(candidate.id),
        action: 'resetPhrase',
        subjectKind: 'candidate',
        subjectId: String(candidate.id),
        origin,
      });
      await tellOwner(transaction, cipher, {
        candidateId: candidate.id,
        kind: 'phraseChanged',
        at: new Date(realTime()),
        values: nameOrigin(origin),
      });
      return { outcome: 'reset' };
    });
  }

  return {
    async getPage({ id }) {
      const factors = await getFactors(db, id);
      const better = findRung(factors, { phraseServes: false, boundBefore: null });
      return { isSet: factors.hasPhrase, unused: better !== null, maxLength: rules().phraseMaxLength };
    },

    async reset({ candidate, typed, password, origin }) {
      requireUnfrozen(candidate);
      // The password comes first: how often a phrase is used in the school is told to its owner alone.
      const confirmed = await parts.confirmPassword(candidate, password, origin);
      if (confirmed.outcome !== 'confirmed') return confirmed;
      return write({ candidate, typed, origin }, null);
    },

    async resetInPerson(request, alongside) {
      requireUnfrozen(request.candidate);
      return write(request, alongside);
    },
  };
}
