import type { Request } from 'express';
import { readField } from '../../infrastructure/http/page-renderer';
import { findPasswordFaults } from '../../rules/identity/password-rules';
import { presentAccountPasswordFaults } from './password.presenter';

export type NewPasswordErrors = Partial<Record<'password' | 'passwordAgain', string>>;

/** The fields password and passwordAgain of a form; `personal` are facts that a password must not contain. */
export function readNewPassword(
  req: Request,
  personal: readonly string[],
): { value: string | null; errors: NewPasswordErrors } {
  const password = readField(req, 'password');
  const errors = findErrors(password, readField(req, 'passwordAgain'), personal);
  return { value: Object.keys(errors).length === 0 ? password : null, errors };
}

function findErrors(password: string, again: string, personal: readonly string[]): NewPasswordErrors {
  if (password === '') return { password: '请输入密码！' };
  const faults = findPasswordFaults(password, personal);
  if (faults.length > 0) return { password: presentAccountPasswordFaults(faults) };
  if (again === '') return { passwordAgain: '请再次输入密码！' };
  return again === password ? {} : { passwordAgain: '两次输入的密码不一致，请重新输入！' };
}
