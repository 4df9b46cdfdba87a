import type { Request } from 'express';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import { createJourney } from '../../domain/credentials/journey';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { notFound } from '../../infrastructure/errors';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { readOpenedAt } from '../../infrastructure/http/opened-at';
import { startAnew } from '../../infrastructure/http/session-life';
import { requireChanges } from '../../infrastructure/read-only';
import type { Scanned, ScanPurpose, ScanService } from './scan.service';
import { renderScanFailure } from './scan-failure';
import { findScanJourney, SCAN_MS } from './session-data';

/** What follows once somebody has scanned, for each purpose. */
type ScanEnds = Readonly<Record<ScanPurpose, (visit: Visit, scanned: Scanned) => Promise<void>>>;

/** The kind in an address, if its provider is offered. @throws AppError notFound */
export function readOfferedKind(req: Request, service: ScanService): FactorKind {
  const kind = service.kinds.find((one) => one === req.params.kind);
  if (kind === undefined) throw notFound();
  return kind;
}

/** What goes on while the system is 只能查看: signing in, and proving for it whose an account is. */
const whileReadOnly: ReadonlySet<ScanPurpose> = new Set(['signIn', 'proveOwner']);

interface ScanParts {
  readonly service: ScanService;
  readonly switches: () => { readonly readOnly: boolean };
  readonly ends: ScanEnds;
}

/**
 * The way to 微信 or 支付宝 for 扫码登录, and back for everything. Coming back is no form, and changes an account all the
 * same: `switches` say whether it may be now.
 */
export function createScanControllers(
  service: ScanService,
  switches: () => { readonly readOnly: boolean },
  ends: ScanEnds,
) {
  const parts: ScanParts = { service, switches, ends };
  return bindParts(parts, { begin, end });
}

export type ScanControllers = ReturnType<typeof createScanControllers>;

/** 扫码登录: to the provider. */
async function begin({ service }: ScanParts, visit: Visit): Promise<void> {
  const kind = readOfferedKind(visit.req, service);
  const journey = createJourney().id;
  const openedAt = readOpenedAt(visit.req, '/account/sign-in');
  const request = { kind, purpose: 'signIn' as const, journey, accountId: null, openedAt };
  const begun = await service.begin(request, visit.origin);
  if (begun.outcome === 'limited') return renderScanFailure(visit, kind, 'signIn', begun);
  await startAnew(visit.req, { scan: { journey, until: wallClock() + SCAN_MS } });
  visit.redirect(begun.address);
}

/** Back from the provider. */
async function end({ service, switches, ends }: ScanParts, visit: Visit): Promise<void> {
  const { req } = visit;
  const kind = readOfferedKind(req, service);
  // A state serves once, so a HEAD request must not use it up.
  if (req.method !== 'GET') throw notFound();
  const ended = await service.end(kind, req.query, findScanJourney(req.session));
  if (ended.outcome === 'stale') {
    const purpose = req.session.account === undefined ? 'signIn' : 'bind';
    return renderScanFailure(visit, kind, purpose, 'stale');
  }
  delete req.session.scan;
  if (ended.outcome !== 'scanned') return renderScanFailure(visit, kind, ended.purpose, ended.outcome);
  if (!whileReadOnly.has(ended.purpose)) requireChanges(switches());
  await ends[ended.purpose](visit, ended.scanned);
}
