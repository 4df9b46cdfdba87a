import type { PendingSignIn } from '../../domain/credentials/session-data';
import type { SignInService } from '../../domain/credentials/sign-in.service';
import { wallClock } from '../../infrastructure/clock';
import { formatMinute } from '../../infrastructure/format-time';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import { readField } from '../../infrastructure/http/page-renderer';
import { foldNumber } from '../../rules/identity/typed-text';
import type { Arrival } from './arrival.controller';

export interface TotpStepControllers {
  readonly show: VisitHandler;
  readonly submit: VisitHandler;
}

/** 动态密码 of those who have bound it, asked once the password was right. */
export function createTotpStepControllers(service: SignInService, arrive: Arrival): TotpStepControllers {
  const render = (visit: Visit, error: string, status = 200) =>
    visit.render('candidate/sign-in/totp-step', { error }, { status });

  function findPending({ req }: Visit): PendingSignIn | null {
    const { pending } = req.session;
    return pending !== undefined && pending.until > wallClock() ? pending : null;
  }

  return {
    show(visit) {
      if (findPending(visit) === null) return visit.redirect('/sign-in');
      render(visit, '');
    },

    async submit(visit) {
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
        case 'proved':
          if (!(await arrive(req, res, pending))) visit.redirect('/sign-in');
      }
    },
  };
}
