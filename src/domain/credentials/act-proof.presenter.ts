import { formatMinute } from '../../infrastructure/format-time';
import type { ProofStep } from '../identity/proof.service';
import { presentProofResult } from '../identity/proof-step.presenter';
import type { ActUnproved } from './prove-act';

/** Why an act is not proved, beside the field. */
export function presentUnproved(
  result: ActUnproved,
  { rung }: Pick<ProofStep, 'rung'>,
): { readonly password?: string; readonly answer?: string } {
  switch (result.outcome) {
    case 'wrongPassword':
      return { password: '没有输入登录密码或登录密码错误，请检查后重新输入！' };
    case 'passwordThrottled':
      return { password: `密码输入错误次数过多，请于${formatMinute(result.until)}后再试！` };
    case 'unproved':
      return { answer: presentProofResult(result.proof, rung) };
  }
}
