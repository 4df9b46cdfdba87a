import type { PendingSignIn } from '../../domain/credentials/session-data';
import type { SignInService } from '../../domain/credentials/sign-in.service';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { formatMinute } from '../../infrastructure/format-time';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { readField } from '../../infrastructure/http/page-renderer';
import { foldNumber } from '../../rules/identity/typed-text';
import type { Arrival } from './arrival.controller';

interface TotpStepParts {
  readonly service: SignInService;
  readonly arrive: Arrival;
}

/** 动态密码 of those who have bound it, asked once the password was right. */
export function createTotpStepControllers(service: SignInService, arrive: Arrival) {
  const parts: TotpStepParts = { service, arrive };
  return { ...bindParts(parts, { submit }), show };
}

export type TotpStepControllers = ReturnType<typeof createTotpStepControllers>;

function show(visit: Visit) {
  if (findPending(visit) === null) return visit.redirect('/sign-in');
  render(visit, '');
}

async function submit({ service, arrive }: TotpStepParts, visit: Visit): Promise<void> {
  const { req, res, origin } = visit;
  const pending = findPending(visit);
  if (pending === null) return visit.redirect('/sign-in');
  const typed = foldNumber(readField(req, 'totp'));
  if (!/^\d{8}$/.test(typed)) return render(visit, '请输入8位动态密码！', 422);
  const result = await service.checkTotp(pending, typed, origin, req.get('user-agent') ?? '');
  switch (result.outcome) {
    case 'wrong':
      return render(visit, '动态密码错误，请等待下一个动态密码后重新输入！', 401);
    case 'throttled':
      return render(visit, `输入错误次数过多，请于${formatMinute(result.until)}后再试！`, 429);
    case 'signedIn':
      if (!(await arrive(req, res, result))) visit.redirect('/sign-in');
  }
}

const render = (visit: Visit, error: string, status = 200) =>
  visit.render('candidate/sign-in/totp-step', { error }, { status });

function findPending({ req }: Visit): PendingSignIn | null {
  const { pending } = req.session;
  return pending !== undefined && pending.until > wallClock() ? pending : null;
}
