import type { Request } from 'express';
import { formatMinute } from '../../infrastructure/format-time';
import { readField } from '../../infrastructure/http/page-renderer';
import type { PasswordFault } from '../../rules/identity/password-rules';
import type { PasswordChange } from './change-password';
import { readNextPassword } from './new-password.form';

export type PasswordChangeErrors = Partial<Record<'current' | 'next' | 'again', string>>;

interface TypedPasswordChange {
  readonly current: string;
  readonly next: string;
  readonly errors: PasswordChangeErrors;
}

/** Reads 原密码, 新密码 and 确认新密码, with a red sentence for each that will not do. */
export function readPasswordChange(req: Request): TypedPasswordChange {
  const current = readField(req, 'current');
  const { next, errors } = readNextPassword(req, { next: '新密码', again: '新密码' });
  const same = next !== '' && next === current && errors.again === undefined;
  return {
    current,
    next,
    errors: {
      ...(current === '' ? { current: '请输入原密码！' } : {}),
      ...errors,
      ...(same ? { next: '新密码不能与原密码相同，请重新输入！' } : {}),
    },
  };
}

/** What the page says of a change that was tried; null where the password is changed. */
export function presentPasswordChange(
  result: PasswordChange,
  presentFaults: (faults: readonly PasswordFault[]) => string,
): { readonly errors: PasswordChangeErrors; readonly status: number } | null {
  switch (result.outcome) {
    case 'changed':
      return null;
    case 'faults':
      return { errors: { next: presentFaults(result.faults) }, status: 422 };
    case 'throttled': {
      const current = `密码输入错误次数过多，请于${formatMinute(result.until)}后再试！`;
      return { errors: { current }, status: 429 };
    }
    case 'wrongPassword':
      return { errors: { current: '原密码错误，请检查后重新输入！' }, status: 422 };
  }
}
