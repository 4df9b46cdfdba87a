import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { getFactors } from '../identity/factor.repository';
import type { PhraseCheck } from '../identity/phrase-check';
import type { ProofService, ProofStep } from '../identity/proof.service';
import type { ProofRequest } from '../identity/proof-parts';
import type { ProofResult } from '../identity/proof-result';
import type { PasswordOwner } from './change-password';
import type { SignInService } from './sign-in.service';

/** What stands before a factor is bound or taken away. */
export interface OwnerStep {
  /** Nothing is bound yet: the password is asked for again, and the phrase where one is set. */
  readonly first: boolean;
  readonly hasPhrase: boolean;
  /** The step of the ladder, where something is bound. */
  readonly proof: ProofStep;
}

export interface OwnerAnswer {
  readonly password: string;
  readonly phrase: string;
  /** 动态密码 or code. */
  readonly answer: string;
}

interface OwnerVisit {
  readonly candidate: PasswordOwner;
  readonly journey: string;
  readonly origin: Origin;
}

export type OwnerCheckResult =
  | { readonly outcome: 'confirmed' }
  | { readonly outcome: 'wrongPassword' }
  | { readonly outcome: 'passwordThrottled'; readonly until: Date }
  | { readonly outcome: 'phraseRefused'; readonly proof: ProofResult }
  | { readonly outcome: 'unproved'; readonly proof: ProofResult };

/** An act that was not done, because its owner was not confirmed. */
export interface OwnerRefusal {
  readonly outcome: 'ownerRefused';
  readonly check: OwnerCheckResult;
}

export interface OwnerCheck {
  describe(visit: OwnerVisit): Promise<OwnerStep>;
  /** 获取验证码, where the step is a code. */
  sendCode(visit: OwnerVisit): ReturnType<ProofService['sendCode']>;
  check(visit: OwnerVisit, answer: OwnerAnswer): Promise<OwnerCheckResult>;
}

/**
 * A stolen session alone binds nothing: before a first factor it takes the password, and the phrase where one is set,
 * before any further one the strongest that is bound.
 */
export function createOwnerCheck(
  db: Knex,
  proof: ProofService,
  checkPhrase: PhraseCheck,
  confirmPassword: SignInService['confirmPassword'],
): OwnerCheck {
  const requestOf = ({ candidate, journey, origin }: OwnerVisit): ProofRequest => ({
    candidateId: candidate.id,
    purpose: 'bind',
    journey,
    origin,
  });

  return {
    async describe(visit) {
      const [factors, step] = await Promise.all([
        getFactors(db, visit.candidate.id),
        proof.describeStep(requestOf(visit)),
      ]);
      return { first: step.rung === null, hasPhrase: factors.hasPhrase, proof: step };
    },

    sendCode: (visit) => proof.sendCode(requestOf(visit)),

    async check(visit, { password, phrase, answer }) {
      const proved = await proof.prove(requestOf(visit), answer);
      if (proved.outcome === 'proved') return { outcome: 'confirmed' };
      if (proved.outcome !== 'notOffered') return { outcome: 'unproved', proof: proved };
      const confirmed = await confirmPassword(visit.candidate, password, visit.origin);
      if (confirmed.outcome === 'throttled') return { outcome: 'passwordThrottled', until: confirmed.until };
      if (confirmed.outcome === 'wrongPassword') return { outcome: 'wrongPassword' };
      const factors = await getFactors(db, visit.candidate.id);
      if (!factors.hasPhrase) return { outcome: 'confirmed' };
      const checked = await checkPhrase(factors, phrase, visit.origin);
      return checked.outcome === 'proved'
        ? { outcome: 'confirmed' }
        : { outcome: 'phraseRefused', proof: checked };
    },
  };
}
