import type { Request } from 'express';
import { normaliseSignInName } from '../../domain/officers/officer';
import { readField } from '../../infrastructure/http/page-renderer';
import { foldNumber } from '../../rules/identity/typed-text';

interface OfficeSignInInput {
  readonly signInName: string;
  readonly password: string;
  readonly totp: string;
}

export type OfficeSignInErrors = Partial<Record<'signInName' | 'password' | 'totp' | 'form', string>>;

/** The longest sign-in name has half as many signs. */
const MAX_NAME = 60;

/** Reads a typed 动态密码: full-width digits and blanks are forgiven. */
export function readTotp(req: Request): string {
  return foldNumber(readField(req, 'totp'));
}

/** Reads a typed sign-in name. */
export function readSignInName(req: Request): string {
  return normaliseSignInName(readField(req, 'signInName'));
}

/** Why no officer can bear a sign-in name; '' where one may. */
export function findNameFault(signInName: string): string {
  if (signInName === '') return '请输入登录名！';
  return signInName.length > MAX_NAME ? '登录名过长，请检查后重新输入！' : '';
}

/** Shape of the officers' sign-in form: all three fields, always. */
export function readOfficeSignInForm(req: Request): { value: OfficeSignInInput; errors: OfficeSignInErrors } {
  const value = {
    signInName: readSignInName(req),
    password: readField(req, 'password'),
    totp: readTotp(req),
  };
  const errors: OfficeSignInErrors = {};
  const fault = findNameFault(value.signInName);
  if (fault !== '') errors.signInName = fault;
  if (value.password === '') errors.password = '请输入密码！';
  else if (value.password.length > 200) errors.password = '密码为8-20位，请检查后重新输入！';
  if (!/^\d{8}$/.test(value.totp)) errors.totp = '请输入8位动态密码！';
  return { value, errors };
}
