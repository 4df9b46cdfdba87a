import type { Request } from 'express';
import { listedReasons, type RefusalReason } from '../../domain/review-cases/refusal-reason.presenter';
import type { Judgement } from '../../domain/review-cases/review.service';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Verdict } from '../../rules/account/review-verdicts';

export type JudgementErrors = Partial<
  Record<'verdict' | 'reasons' | 'cardName' | 'cardNumber' | 'declared', string>
>;

/** Everything of the form, as it was typed. */
export interface TypedJudgement {
  readonly verdict: string;
  readonly reasons: readonly RefusalReason[];
  readonly cardName: string;
  readonly cardNumber: string;
  readonly declared: boolean;
}

export const emptyJudgement: TypedJudgement = {
  verdict: '',
  reasons: [],
  cardName: '',
  cardNumber: '',
  declared: false,
};

/** Reads a reviewer's verdict. `offered`: those that this case may have. `value` is null while there is a fault. */
export function readJudgement(
  req: Request,
  offered: readonly Verdict[],
): { readonly typed: TypedJudgement; readonly value: Judgement | null; readonly errors: JudgementErrors } {
  const typed: TypedJudgement = {
    verdict: readField(req, 'verdict'),
    reasons: listedReasons
      .map(({ code }) => code)
      .filter((code) => readField(req, `reason-${code}`) === 'yes'),
    cardName: readField(req, 'cardName').trim(),
    cardNumber: readField(req, 'cardNumber').trim(),
    declared: readField(req, 'declared') === 'yes',
  };
  const verdict = offered.find((one) => one === typed.verdict);
  const errors: JudgementErrors = {};
  if (verdict === undefined) errors.verdict = '请选择审核结论！';
  if (verdict === 'neither' && typed.reasons.length === 0) errors.reasons = '不通过的，请至少选择一个原因！';
  const gives = verdict === 'applicant' || verdict === 'rival';
  if (gives && typed.cardName === '') errors.cardName = '请按照片填写证件上的姓名！';
  if (gives && typed.cardNumber === '') errors.cardNumber = '请按照片填写证件上的号码！';
  if (!typed.declared) errors.declared = '请确认与双方没有利害关系；有的，请不要审核本件！';
  if (verdict === undefined || Object.keys(errors).length > 0) return { typed, value: null, errors };
  const { cardName, cardNumber } = typed;
  const reasons = verdict === 'neither' ? typed.reasons : [];
  return { typed, value: { verdict, reasons, cardName, cardNumber }, errors };
}
