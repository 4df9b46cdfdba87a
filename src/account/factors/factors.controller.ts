import type { Knex } from 'knex';
import { findSignedInAccount } from '../../domain/accounts/account-session.repository';
import { type FactorKind, listFactors } from '../../domain/accounts/factor.repository';
import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { factorKinds, providerNames } from '../../domain/accounts/provider-names';
import { createJourney } from '../../domain/credentials/journey';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readOpenedAt } from '../../infrastructure/http/opened-at';
import { readField } from '../../infrastructure/http/page-renderer';
import type { AccountVisit } from '../as-account';
import type { Confirmation } from '../centre/confirm-password';
import { presentWrongPassword } from '../centre/password.controller';
import type { FactorService } from './factor.service';
import { readOfferedKind } from './scan.controller';
import type { Scanned, ScanService } from './scan.service';
import { renderScanFailure } from './scan-failure';
import { SCAN_MS } from './session-data';

interface FactorRow {
  readonly kind: FactorKind;
  readonly name: string;
  readonly boundAt: string;
  readonly offered: boolean;
  /** Ways in that stay once this one is unbound. */
  readonly remaining: string;
}

interface FactorParts {
  readonly db: Knex;
  readonly service: FactorService;
  readonly scans: ScanService;
}

/** 登录绑定: 绑定微信, 绑定支付宝, 解除绑定. */
export function createFactorControllers(db: Knex, service: FactorService, scans: ScanService) {
  const parts: FactorParts = { db, service, scans };
  return bindParts(parts, { show, begin, unbind, finish });
}

export type FactorControllers = ReturnType<typeof createFactorControllers>;

const show = (parts: FactorParts, visit: AccountVisit) => render(parts, visit, {});

/** 绑定: the password, then to the provider. */
async function begin(parts: FactorParts, visit: AccountVisit): Promise<void> {
  const { scans, service } = parts;
  const { req, account, origin } = visit;
  const kind = readOfferedKind(req, scans);
  const confirmed = await service.confirm(account, readField(req, `${kind}Current`), origin);
  if (confirmed.outcome !== 'confirmed') return refuse(parts, visit, kind, confirmed);
  const journey = createJourney().id;
  const openedAt = readOpenedAt(req, '/account/factors');
  const request = { kind, purpose: 'bind' as const, journey, accountId: account.id, openedAt };
  const begun = await scans.begin(request, origin);
  if (begun.outcome === 'limited') return render(parts, visit, {}, { status: 429, limited: begun });
  req.session.scan = { journey, until: wallClock() + SCAN_MS };
  visit.redirect(begun.address);
}

async function unbind(parts: FactorParts, visit: AccountVisit): Promise<void> {
  const { req, account, origin } = visit;
  const kind = factorKinds.find((one) => one === req.params.kind);
  if (kind === undefined) throw notFound();
  const result = await parts.service.unbind(account, kind, readField(req, `${kind}Current`), origin);
  if (result.outcome !== 'confirmed') return refuse(parts, visit, kind, result);
  req.session.factorDone = `${providerNames[kind]}已解除绑定，不能再用${providerNames[kind]}扫码登录。`;
  visit.redirect('/account/factors');
}

/** Back from the provider. */
async function finish({ db, service }: FactorParts, visit: Visit, scanned: Scanned): Promise<void> {
  const { req, origin } = visit;
  const { kind, accountId } = scanned;
  const mark = req.session.account;
  const account = mark === undefined ? null : await findSignedInAccount(db, mark.id, req.sessionID);
  // Signed out, or another account signed in, since the scan began.
  if (account === null || account.id !== accountId || account.status !== 'active')
    return renderScanFailure(visit, kind, 'bind', 'stale');
  const result = await service.bind(account, scanned, origin);
  if (result !== 'bound') return renderScanFailure(visit, kind, 'bind', result);
  req.session.factorDone = `${providerNames[kind]}绑定成功，以后可以用${providerNames[kind]}扫码登录。`;
  visit.redirect('/account/factors');
}

async function listRows(parts: FactorParts, accountId: number): Promise<FactorRow[]> {
  const { db, scans } = parts;
  const bound = await listFactors(db, accountId);
  return factorKinds
    .map((kind) => {
      const factor = bound.find((one) => one.kind === kind);
      const others = bound.filter((one) => one.kind !== kind && scans.kinds.includes(one.kind));
      return {
        kind,
        name: providerNames[kind],
        boundAt: factor === undefined ? '' : formatInstant(factor.boundAt),
        offered: scans.kinds.includes(kind),
        remaining: ['用户名和密码', ...others.map((one) => `${providerNames[one.kind]}扫码`)].join('、'),
      };
    })
    .filter(({ offered, boundAt }) => offered || boundAt !== '');
}

async function render(
  parts: FactorParts,
  visit: AccountVisit,
  errors: Readonly<Record<string, string>>,
  { status = 200, limited = null as Limited | null } = {},
): Promise<void> {
  const done = visit.req.session.factorDone ?? '';
  delete visit.req.session.factorDone;
  visit.render(
    'account/factors/factors',
    {
      rows: await listRows(parts, visit.account.id),
      done,
      errors,
      limit: limited && presentLimit(limited),
      faults: listFaults(errors, ['wechatCurrent', 'alipayCurrent']),
    },
    { status },
  );
}

async function refuse(
  parts: FactorParts,
  visit: AccountVisit,
  kind: FactorKind,
  refusal: Exclude<Confirmation, { outcome: 'confirmed' }>,
): Promise<void> {
  if (refusal.outcome === 'limited') return render(parts, visit, {}, { status: 429, limited: refusal });
  const error = presentWrongPassword(readField(visit.req, `${kind}Current`));
  await render(parts, visit, { [`${kind}Current`]: error }, { status: 422 });
}
