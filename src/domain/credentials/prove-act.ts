import type { TransactionStep } from '../../infrastructure/database/transaction-step';
import type { CandidateRecord } from '../candidates/candidate.repository';
import type { ProofService } from '../identity/proof.service';
import type { ProofRequest } from '../identity/proof-parts';
import type { ProofResult } from '../identity/proof-result';
import { requirePassword } from './sign-in.repository';
import type { SignInService } from './sign-in.service';

/** What the owner of an act answered. */
export interface ActAnswer {
  /** 动态密码, code or phrase. */
  readonly answer: string;
  /** Asked for beside the phrase only. */
  readonly password: string;
}

/** Why an act is not proved. */
export type ActUnproved =
  | { readonly outcome: 'wrongPassword' }
  | { readonly outcome: 'passwordThrottled'; readonly until: Date }
  | { readonly outcome: 'unproved'; readonly proof: ProofResult };

interface ActProved {
  readonly outcome: 'proved';
  readonly rung: string;
  /** Belongs to the act's transaction, behind its own locks: a password that was changed meanwhile proves nothing. */
  readonly requireProof: TransactionStep;
}

interface ProofOfAct {
  readonly proof: ProofService;
  readonly signIn: SignInService;
}

/** Proves an act by the strongest factor that is bound; by 密码验证信息, the weakest, only with the password beside it. */
export async function proveAct(
  { proof, signIn }: ProofOfAct,
  candidate: CandidateRecord,
  request: ProofRequest,
  { answer, password }: ActAnswer,
): Promise<ActUnproved | ActProved> {
  const { rung } = await proof.describeStep(request);
  let requireProof: TransactionStep = async () => {};
  if (rung === 'phrase') {
    const checked = await signIn.confirmPassword(candidate, password, request.origin);
    if (checked.outcome === 'throttled') return { outcome: 'passwordThrottled', until: checked.until };
    if (checked.outcome === 'wrongPassword') return { outcome: 'wrongPassword' };
    requireProof = (transaction) => requirePassword(transaction, candidate.id, checked.hash);
  }
  const proved = await proof.prove(request, answer);
  return proved.outcome === 'proved' ? { ...proved, requireProof } : { outcome: 'unproved', proof: proved };
}
