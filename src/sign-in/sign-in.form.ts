import type { Request } from 'express';
import { readField } from '../middleware/page-renderer';

export interface SignInInput {
  readonly candidateNumber: string;
  readonly password: string;
}

export type SignInFieldErrors = Partial<Record<'candidateNumber' | 'password', string>>;

/** Shape of the sign-in form; full-width digits and stray blanks of an input method are forgiven in the 考生号. */
export function readSignInForm(req: Request): { value: SignInInput; errors: SignInFieldErrors } {
  const candidateNumber = readField(req, 'candidateNumber').normalize('NFKC').trim();
  const password = readField(req, 'password');
  const errors: SignInFieldErrors = {};
  if (candidateNumber === '') errors.candidateNumber = '请输入考生号！';
  else if (!/^\d{14}$/.test(candidateNumber)) errors.candidateNumber = '考生号为14位数字，请检查后重新输入！';
  if (password === '') errors.password = '请输入密码！';
  else if (password.length > 200) errors.password = '密码为8-20位，请检查后重新输入！';
  return { value: { candidateNumber, password }, errors };
}
