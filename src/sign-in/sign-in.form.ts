import type { Request } from 'express';
import { readField } from '../middleware/page-renderer';

export interface SignInInput {
  readonly candidateNumber: string;
  readonly password: string;
  /** 动态密码 beside the password, where the page offers it; else empty. */
  readonly totp: string;
}

export type SignInFieldErrors = Partial<Record<'candidateNumber' | 'password' | 'totp', string>>;

/** Shape of the sign-in form; full-width digits and stray blanks of an input method are forgiven in the 考生号. */
export function readSignInForm(req: Request): { value: SignInInput; errors: SignInFieldErrors } {
  const candidateNumber = readField(req, 'candidateNumber').normalize('NFKC').trim();
  const password = readField(req, 'password');
  const totp = readField(req, 'totp').normalize('NFKC').replace(/\s/g, '');
  const errors: SignInFieldErrors = {};
  if (candidateNumber === '') errors.candidateNumber = '请输入考生号！';
  else if (!/^\d{14}$/.test(candidateNumber)) errors.candidateNumber = '考生号为14位数字，请检查后重新输入！';
  if (password === '') errors.password = '请输入密码！';
  else if (password.length > 200) errors.password = '密码为8-20位，请检查后重新输入！';
  if (totp !== '' && !/^\d{8}$/.test(totp)) errors.totp = '请输入8位动态密码！';
  return { value: { candidateNumber, password, totp }, errors };
}
