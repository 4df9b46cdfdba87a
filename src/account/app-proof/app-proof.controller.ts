import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { formatTimeOfDay } from '../../infrastructure/format-time';
import { drawQrCode } from '../../infrastructure/qr-code';
import type { AccountVisit } from '../as-account';
import { presentAppFault, presentRefusal, UNREACHABLE } from './app-proof.presenter';
import type { AppProofService, AppProofState } from './app-proof.service';
import type { AppProofResult } from './judge-check';

const PATH = '/account/solutions/app';

interface AppProofParts {
  readonly service: AppProofService;
  readonly plays: boolean;
}

/** APP自助验证: the QR code, and the page that waits for the phone. */
export function createAppProofControllers(service: AppProofService, plays: boolean) {
  const parts: AppProofParts = { service, plays };
  return bindParts(parts, { show, begin, settle });
}

export type AppProofControllers = ReturnType<typeof createAppProofControllers>;

async function show(parts: AppProofParts, visit: AccountVisit): Promise<void> {
  // Proved meanwhile, by another window.
  if (visit.account.status === 'active') return visit.redirect('/account');
  await render(parts, visit, await parts.service.describe(visit.account, visit.origin));
}

async function begin(parts: AppProofParts, visit: AccountVisit): Promise<void> {
  const { account, origin } = visit;
  const result = await parts.service.begin(account, origin);
  if (result.outcome === 'begun') return visit.redirect(PATH);
  const state = await parts.service.describe(account, origin);
  if (result.outcome === 'limited') return render(parts, visit, state, { status: 429, limited: result });
  await render(parts, visit, state, { error: UNREACHABLE, status: 503 });
}

async function settle(parts: AppProofParts, visit: AccountVisit): Promise<void> {
  const { account, origin } = visit;
  const result = account.status === 'active' ? 'proved' : await parts.service.settle(account, origin);
  if (result === 'proved') return lead(visit, '/account');
  await (isFragment(visit) ? answerFragment(visit, result) : answerPage(parts, visit, result));
}

const isFragment = ({ req }: AccountVisit) => req.get('hx-request') !== undefined;

async function render(
  parts: AppProofParts,
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
      plays: parts.plays,
      error,
      limit: limited && presentLimit(limited),
    },
    { status },
  );
}

function answerFragment(visit: AccountVisit, result: AppProofResult): void {
  if (result === 'waiting' || result === 'unreachable')
    visit.render('account/app-proof/_state', { answered: false, error: presentRefusal(result) });
  else lead(visit, PATH);
}

async function answerPage(parts: AppProofParts, visit: AccountVisit, result: AppProofResult): Promise<void> {
  const error = presentRefusal(result);
  if (error === '') return visit.redirect(PATH);
  const status = result === 'unreachable' ? 503 : 422;
  await render(parts, visit, await parts.service.describe(visit.account, visit.origin), { error, status });
}

/** A fragment's request cannot be redirected: htmx is told to go there. */
function lead(visit: AccountVisit, path: string): void {
  if (isFragment(visit)) visit.res.setHeader('HX-Redirect', path).end();
  else visit.redirect(path);
}
