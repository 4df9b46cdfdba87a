import type { Request } from 'express';
import { readField } from '../middleware/page-renderer';
import { isIdentityNumber, isName, normaliseIdentityNumber, normaliseName } from '../rules/identity-facts';

/** What somebody without a password says of themselves, in normal form. */
export interface PersonFacts {
  readonly identityNumber: string;
  readonly name: string;
}

export interface CandidateFactsTyped extends PersonFacts {
  readonly candidateNumber: string;
}

export type FactsErrors = Partial<Record<keyof CandidateFactsTyped, string>>;

/** 证件号码 and 姓名: shape only, which tells nothing of who exists. */
export function readPersonFacts(req: Request): { value: PersonFacts; errors: FactsErrors } {
  const identityNumber = normaliseIdentityNumber(readField(req, 'identityNumber'));
  const name = normaliseName(readField(req, 'name'));
  const errors: FactsErrors = {};
  if (identityNumber === '') errors.identityNumber = '请输入证件号码！';
  else if (!isIdentityNumber(identityNumber)) errors.identityNumber = '证件号码有误，请检查后重新输入！';
  if (name === '') errors.name = '请输入姓名！';
  else if (!isName(name)) errors.name = '姓名为2-25个汉字，请检查后重新输入！';
  return { value: { identityNumber, name }, errors };
}

/** The three facts of figure 21. */
export function readCandidateFacts(req: Request): { value: CandidateFactsTyped; errors: FactsErrors } {
  const candidateNumber = readField(req, 'candidateNumber').normalize('NFKC').replace(/\s/g, '');
  const { value, errors } = readPersonFacts(req);
  if (candidateNumber === '') errors.candidateNumber = '请输入考生号！';
  else if (!/^\d{14}$/.test(candidateNumber)) errors.candidateNumber = '考生号为14位数字，请检查后重新输入！';
  return { value: { ...value, candidateNumber }, errors };
}
