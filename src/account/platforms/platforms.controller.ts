import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import type { AccountVisit } from '../as-account';
import 'express-session';
import { formatInstant } from '../../infrastructure/format-time';
import { homeOf } from './client-metadata';
import { listConsents } from './consent.repository';
import type { ConsentService } from './consent.service';
import { listPlatforms } from './platform.repository';
import { presentScopes } from './scope.presenter';

declare module 'express-session' {
  interface SessionData {
    /** A platform whose consent was taken back, said once. */
    platformWithdrawn?: string;
  }
}

interface PlatformListParts {
  readonly db: Knex;
  readonly consents: ConsentService;
  readonly publicUrl: URL;
  /** Whether the platforms that the demo plays are shown. */
  readonly demo: boolean;
}

/** 已授权平台: what each platform sees, and taking it back; and where else the account may be used. */
export function createPlatformControllers(parts: PlatformListParts) {
  return bindParts(parts, { list, withdraw });
}

export type PlatformControllers = ReturnType<typeof createPlatformControllers>;

async function list(
  { db, demo, publicUrl }: PlatformListParts,
  { req, account, render }: AccountVisit,
): Promise<void> {
  const [given, registered] = await Promise.all([listConsents(db, account.id), listPlatforms(db)]);
  const withdrawn = req.session.platformWithdrawn ?? '';
  delete req.session.platformWithdrawn;
  const known = new Set(given.map(({ platformCode }) => platformCode));
  render('account/platforms/platforms', {
    withdrawn,
    consents: given.map(({ platformCode, platformName, scopes, givenAt, usedAt }) => ({
      code: platformCode,
      name: platformName,
      sees: presentScopes(scopes),
      givenAt: formatInstant(givenAt),
      usedAt: formatInstant(usedAt),
    })),
    others: registered
      .filter(({ code, kind }) => !known.has(code) && (kind !== 'demo' || demo))
      .map((platform) => ({ name: platform.name, home: homeOf(platform, publicUrl) })),
  });
}

async function withdraw(
  { db, consents }: PlatformListParts,
  { req, account, origin, redirect }: AccountVisit,
): Promise<void> {
  const code = String(req.params.platform);
  const name = (await listConsents(db, account.id)).find(
    ({ platformCode }) => platformCode === code,
  )?.platformName;
  await consents.withdraw(account, code, origin);
  req.session.platformWithdrawn = name ?? '';
  redirect('/account/platforms');
}
