import { type NewPasswordErrors, readNewPassword } from '../../domain/accounts/new-password.form';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { startAnew } from '../../infrastructure/http/session-life';
import type { AccountSearchService } from './account-search.service';
import type { AccountReset } from './session-data';

/** What follows once the code came back: the user name, or a new password. */
export function createAccountResetControllers(parts: AccountSearchService) {
  return { ...bindParts(parts, { submit }), showFound, show };
}

export type AccountResetControllers = ReturnType<typeof createAccountResetControllers>;

function showFound(visit: Visit) {
  const { foundUserName } = visit.req.session;
  if (foundUserName === undefined) return visit.redirect('/account/find-user-name');
  visit.render('account/sign-in/found', { userName: foundUserName });
}

async function show(visit: Visit): Promise<void> {
  if (findReset(visit) === null) return visit.redirect('/account/find-password');
  render(visit, {}, 200);
}

async function submit(parts: AccountSearchService, visit: Visit): Promise<void> {
  const reset = findReset(visit);
  const account = reset === null ? null : await parts.findResetting(reset);
  if (reset === null || account === null) return visit.redirect('/account/find-password');
  const { value, errors } = readNewPassword(visit.req, parts.listPersonal(account));
  if (value === null) return render(visit, errors, 422);
  if (!(await parts.resetPassword(reset, value, visit.origin)))
    return visit.redirect('/account/find-password');
  await startAnew(visit.req, { accountNotice: 'passwordReset' });
  visit.redirect('/account/sign-in');
}

function render(visit: Visit, errors: NewPasswordErrors, status: number): void {
  const faults = listFaults({ ...errors }, ['password', 'passwordAgain']);
  visit.render('account/sign-in/new-password', { errors, faults }, { status });
}

function findReset({ req }: Visit): AccountReset | null {
  const { accountReset } = req.session;
  return accountReset !== undefined && accountReset.until > wallClock() ? accountReset : null;
}
