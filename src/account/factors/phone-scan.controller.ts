import type { Knex } from 'knex';
import { findSignedInAccount } from '../../domain/accounts/account-session.repository';
import { findFactorOwner } from '../../domain/accounts/factor.repository';
import { createJourney } from '../../domain/credentials/journey';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { readOpenedAt } from '../../infrastructure/http/opened-at';
import type { AccountVisit } from '../as-account';
import type { ContactControllers } from '../centre/contact.controller';
import { findContactChange } from '../centre/session-data';
import { readOfferedKind } from './scan.controller';
import type { Scanned, ScanService } from './scan.service';
import { renderScanFailure } from './scan-failure';
import { SCAN_MS } from './session-data';

const STEP = '/account/phone/step';

interface PhoneScanParts {
  readonly db: Knex;
  readonly scans: ScanService;
  readonly phone: Pick<ContactControllers, 'passOldStep'>;
}

/** 修改手机号码 where the old phone is gone: behind the password, 微信 or 支付宝 that is bound stands for its code. */
export function createPhoneScanControllers(
  db: Knex,
  scans: ScanService,
  phone: Pick<ContactControllers, 'passOldStep'>,
) {
  const parts: PhoneScanParts = { db, scans, phone };
  return bindParts(parts, { begin, finish });
}

export type PhoneScanControllers = ReturnType<typeof createPhoneScanControllers>;

/** To the provider, in place of the code to a phone that is gone. */
async function begin({ scans }: PhoneScanParts, visit: AccountVisit): Promise<void> {
  const { req, account, origin } = visit;
  const kind = readOfferedKind(req, scans);
  const change = findContactChange(req.session, 'phone');
  if (change?.step !== 'old') return visit.redirect('/account/phone');
  const journey = createJourney().id;
  const openedAt = readOpenedAt(req, '/account/phone');
  const request = { kind, purpose: 'changePhone' as const, journey, accountId: account.id, openedAt };
  const begun = await scans.begin(request, origin);
  if (begun.outcome === 'limited') return renderScanFailure(visit, kind, 'changePhone', begun);
  req.session.scan = { journey, until: wallClock() + SCAN_MS };
  visit.redirect(begun.address);
}

/** Back from the provider. */
async function finish({ db, phone }: PhoneScanParts, visit: Visit, scanned: Scanned): Promise<void> {
  const { req, origin } = visit;
  const { kind, accountId, subject } = scanned;
  const mark = req.session.account;
  const account = mark === undefined ? null : await findSignedInAccount(db, mark.id, req.sessionID);
  const change = findContactChange(req.session, 'phone');
  // Signed out, another account signed in, or the change began anew, since the scan began.
  if (account?.id !== accountId || account?.status !== 'active' || change?.step !== 'old')
    return renderScanFailure(visit, kind, 'changePhone', 'stale');
  const owner = await findFactorOwner(db, kind, subject.index);
  if (owner?.id !== account.id) return renderScanFailure(visit, kind, 'changePhone', 'otherOwner');
  await phone.passOldStep(req, account, change, kind, origin);
  visit.redirect(STEP);
}
