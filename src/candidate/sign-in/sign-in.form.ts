import type { Request } from 'express';
import { CANDIDATE_NUMBER_FAULT } from '../../domain/candidates/identity.presenter';
import { readField } from '../../infrastructure/http/page-renderer';
import { isCandidateNumber, normaliseCandidateNumber } from '../../rules/identity/candidate-number';
import { foldNumber } from '../../rules/identity/typed-text';

interface SignInInput {
  readonly candidateNumber: string;
  readonly password: string;
  /** 动态密码 beside the password, where the page offers it; else empty. */
  readonly totp: string;
}

export type SignInFieldErrors = Partial<Record<'candidateNumber' | 'password' | 'totp', string>>;

/** Shape of the sign-in form; full-width digits and stray blanks of an input method are forgiven in the 考生号. */
export function readSignInForm(req: Request): { value: SignInInput; errors: SignInFieldErrors } {
  const candidateNumber = normaliseCandidateNumber(readField(req, 'candidateNumber'));
  const password = readField(req, 'password');
  const totp = foldNumber(readField(req, 'totp'));
  const errors: SignInFieldErrors = {};
  if (candidateNumber === '') errors.candidateNumber = '请输入考生号！';
  else if (!isCandidateNumber(candidateNumber)) errors.candidateNumber = CANDIDATE_NUMBER_FAULT;
  if (password === '') errors.password = '请输入密码！';
  else if (password.length > 200) errors.password = '密码为8-20位，请检查后重新输入！';
  if (totp !== '' && !/^\d{8}$/.test(totp)) errors.totp = '请输入8位动态密码！';
  return { value: { candidateNumber, password, totp }, errors };
}
