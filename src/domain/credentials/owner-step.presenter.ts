import { formatMinute } from '../../infrastructure/format-time';
import { type ProofStepModel, presentProofResult, presentProofStep } from '../identity/proof-step.presenter';
import type { OwnerCheckResult, OwnerStep } from './owner-check';

export interface OwnerErrors {
  readonly password?: string;
  readonly phrase?: string;
  readonly answer?: string;
}

/** What `candidate/security/_owner-step.njk` prints. */
interface OwnerStepModel {
  readonly first: boolean;
  readonly hasPhrase: boolean;
  readonly proof: ProofStepModel;
  readonly errors: OwnerErrors;
}

export function presentOwnerStep(step: OwnerStep, sender: string, errors: OwnerErrors = {}): OwnerStepModel {
  const { first, hasPhrase } = step;
  return { first, hasPhrase, proof: presentProofStep(step.proof, sender, errors.answer ?? ''), errors };
}

/** The red sentences of an answer that did not confirm the owner. */
export function presentOwnerRefusal(result: OwnerCheckResult, { proof }: OwnerStep): OwnerErrors {
  switch (result.outcome) {
    case 'confirmed':
      return {};
    case 'wrongPassword':
      return { password: '没有输入登录密码或登录密码错误，请检查后重新输入！' };
    case 'passwordThrottled':
      return { password: `密码输入错误次数过多，请于${formatMinute(result.until)}后再试！` };
    case 'phraseRefused':
      return { phrase: presentProofResult(result.proof, 'phrase') };
    case 'unproved':
      return { answer: presentProofResult(result.proof, proof.rung) };
  }
}
