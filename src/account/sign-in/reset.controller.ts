import { type NewPasswordErrors, readNewPassword } from '../../domain/accounts/new-password.form';
import { wallClock } from '../../infrastructure/clock';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { startAnew } from '../../infrastructure/http/session-life';
import type { AccountSearchService } from './account-search.service';
import type { AccountReset } from './session-data';

export interface AccountResetControllers {
  readonly showFound: VisitHandler;
  readonly show: VisitHandler;
  readonly submit: VisitHandler;
}

/** What follows once the code came back: the user name, or a new password. */
export function createAccountResetControllers(service: AccountSearchService): AccountResetControllers {
  function render(visit: Visit, errors: NewPasswordErrors, status: number): void {
    const faults = listFaults({ ...errors }, ['password', 'passwordAgain']);
    visit.render('account/sign-in/new-password', { errors, faults }, { status });
  }

  function findReset({ req }: Visit): AccountReset | null {
    const { accountReset } = req.session;
    return accountReset !== undefined && accountReset.until > wallClock() ? accountReset : null;
  }

  return {
    showFound(visit) {
      const { foundUserName } = visit.req.session;
      if (foundUserName === undefined) return visit.redirect('/account/find-user-name');
      visit.render('account/sign-in/found', { userName: foundUserName });
    },

    async show(visit) {
      if (findReset(visit) === null) return visit.redirect('/account/find-password');
      render(visit, {}, 200);
    },

    async submit(visit) {
      const reset = findReset(visit);
      const account = reset === null ? null : await service.findResetting(reset);
      if (reset === null || account === null) return visit.redirect('/account/find-password');
      const { value, errors } = readNewPassword(visit.req, service.listPersonal(account));
      if (value === null) return render(visit, errors, 422);
      if (!(await service.resetPassword(reset, value, visit.origin)))
        return visit.redirect('/account/find-password');
      await startAnew(visit.req, { accountNotice: 'passwordReset' });
      visit.redirect('/account/sign-in');
    },
  };
}
