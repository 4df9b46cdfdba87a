import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { endBrowserSession } from '../../domain/accounts/session-life';
import { bindParts } from '../../infrastructure/bind-parts';
import { formatInstant } from '../../infrastructure/format-time';
import { readField } from '../../infrastructure/http/page-renderer';
import type { AccountVisit } from '../as-account';
import { CLOSING_DAYS, type ClosingService } from './closing.service';
import { presentWrongPassword } from './password.controller';

/** 注销账号, with a week in which it may be taken back. */
export function createClosingControllers(service: ClosingService, eraseDays: number) {
  return bindParts({ ...service, eraseDays }, { show, ask, withdraw });
}

export type ClosingControllers = ReturnType<typeof createClosingControllers>;

type Parts = ClosingService & {
  /** Days between 注销 and the erasing of what is personal. */
  readonly eraseDays: number;
};

const show = (parts: Parts, visit: AccountVisit) => render(parts, visit);

async function ask(parts: Parts, visit: AccountVisit): Promise<void> {
  const { req, account, origin } = visit;
  if (readField(req, 'understood') !== 'yes')
    return render(parts, visit, { error: '请先勾选“我已了解”，再申请注销！', status: 422 });
  const result = await parts.ask(account, readField(req, 'current'), origin);
  if (result.outcome === 'limited') return render(parts, visit, { status: 429, limited: result });
  if (result.outcome === 'held') return render(parts, visit, { status: 409 });
  if (result.outcome === 'closed') {
    await endBrowserSession(req, visit.res);
    return visit.redirect('/account/sign-in');
  }
  if (result.outcome === 'wrongPassword')
    return render(parts, visit, { error: presentWrongPassword(readField(req, 'current')), status: 422 });
  visit.redirect('/account/closing');
}

async function withdraw(parts: Parts, visit: AccountVisit): Promise<void> {
  await parts.withdraw(visit.account, visit.origin);
  visit.redirect('/account/closing');
}

async function render(
  parts: Parts,
  visit: AccountVisit,
  { error = '', status = 200, limited = null as Limited | null } = {},
): Promise<void> {
  const { closesAt } = visit.account;
  const held = await parts.isHeld(visit.account);
  visit.render(
    'account/centre/closing',
    {
      days: CLOSING_DAYS,
      eraseDays: parts.eraseDays,
      unproved: visit.account.status === 'unproved',
      held,
      closesAt: closesAt === null ? '' : formatInstant(closesAt),
      error,
      limit: limited && presentLimit(limited),
    },
    { status },
  );
}
