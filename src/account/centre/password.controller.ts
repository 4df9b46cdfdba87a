import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { readNewPassword } from '../../domain/accounts/new-password.form';
import { bindParts } from '../../infrastructure/bind-parts';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import type { AccountVisit } from '../as-account';
import type { AccountPasswordService } from './password.service';

type Errors = Partial<Record<'current' | 'password' | 'passwordAgain', string>>;

/** The red sentence of a current password that was not right; nothing typed was no try. */
export function presentWrongPassword(typed: string): string {
  return typed === '' ? '请输入登录密码！' : '登录密码错误，请检查后重新输入！';
}

/** 修改密码. */
export function createAccountPasswordControllers(parts: AccountPasswordService) {
  return { ...bindParts(parts, { submit }), show };
}

export type AccountPasswordControllers = ReturnType<typeof createAccountPasswordControllers>;

const show = (visit: AccountVisit) => render(visit, {});

async function submit(parts: AccountPasswordService, visit: AccountVisit): Promise<void> {
  const { req, account, origin } = visit;
  const current = readField(req, 'current');
  const { value, errors } = readNewPassword(req, parts.listPersonal(account));
  const missing = current === '' ? { current: '请输入登录密码！' } : {};
  if (value === null || current === '') return render(visit, { ...errors, ...missing }, { status: 422 });
  const result = await parts.change(account, current, value, origin);
  if (result.outcome === 'limited') return render(visit, {}, { status: 429, limited: result });
  if (result.outcome === 'wrongPassword')
    return render(visit, { current: presentWrongPassword(current) }, { status: 422 });
  render(visit, {}, { done: true });
}

function render(
  visit: AccountVisit,
  errors: Errors,
  { status = 200, limited = null as Limited | null, done = false } = {},
): void {
  const faults = listFaults({ ...errors }, ['current', 'password', 'passwordAgain']);
  visit.render(
    'account/centre/password',
    { errors, faults, done, limit: limited && presentLimit(limited) },
    { status },
  );
}
