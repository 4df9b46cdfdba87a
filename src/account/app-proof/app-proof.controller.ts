import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { formatTimeOfDay } from '../../infrastructure/format-time';
import { drawQrCode } from '../../infrastructure/qr-code';
import type { AccountHandler, AccountVisit } from '../as-account';
import { presentAppFault, presentRefusal, UNREACHABLE } from './app-proof.presenter';
import type { AppProofResult, AppProofService, AppProofState } from './app-proof.service';

export interface AppProofControllers {
  readonly show: AccountHandler;
  readonly begin: AccountHandler;
  readonly settle: AccountHandler;
}

const PATH = '/account/solutions/app';

/** APP自助验证: the QR code, and the page that waits for the phone. */
export function createAppProofControllers(service: AppProofService, plays: boolean): AppProofControllers {
  const isFragment = ({ req }: AccountVisit) => req.get('hx-request') !== undefined;

  async function render(
    visit: AccountVisit,
    state: AppProofState,
    { error = presentAppFault(state), status = 200, limited = null as Limited | null } = {},
  ): Promise<void> {
    const { open } = state;
    if (status === 503) visit.res.setHeader('Retry-After', '10');
    visit.render(
      'account/app-proof/app',
      {
        check: open && {
          address: open.address,
          qrCode: await drawQrCode(open.address),
          matchCode: open.matchCode,
          until: formatTimeOfDay(open.expiresAt),
        },
        answered: state.answered,
        plays,
        error,
        limit: limited && presentLimit(limited),
      },
      { status },
    );
  }

  return {
    async show(visit) {
      // Proved meanwhile, by another window.
      if (visit.account.status === 'active') return visit.redirect('/account');
      await render(visit, await service.describe(visit.account));
    },

    async begin(visit) {
      const { account, origin } = visit;
      const result = await service.begin(account, origin);
      if (result.outcome === 'begun') return visit.redirect(PATH);
      const state = await service.describe(account);
      if (result.outcome === 'limited') return render(visit, state, { status: 429, limited: result });
      await render(visit, state, { error: UNREACHABLE, status: 503 });
    },

    async settle(visit) {
      const { account, origin } = visit;
      const result = account.status === 'active' ? 'proved' : await service.settle(account, origin);
      if (result === 'proved') return lead(visit, '/account');
      await (isFragment(visit) ? answerFragment(visit, result) : answerPage(visit, result));
    },
  };

  function answerFragment(visit: AccountVisit, result: AppProofResult): void {
    if (result === 'waiting' || result === 'unreachable')
      visit.render('account/app-proof/_state', { answered: false, error: presentRefusal(result) });
    else lead(visit, PATH);
  }

  async function answerPage(visit: AccountVisit, result: AppProofResult): Promise<void> {
    const error = presentRefusal(result);
    if (error === '') return visit.redirect(PATH);
    const status = result === 'unreachable' ? 503 : 422;
    await render(visit, await service.describe(visit.account), { error, status });
  }

  /** A fragment's request cannot be redirected: htmx is told to go there. */
  function lead(visit: AccountVisit, path: string): void {
    if (isFragment(visit)) visit.res.setHeader('HX-Redirect', path).end();
    else visit.redirect(path);
  }
}
