import type { Express, RequestHandler } from 'express';
import type { DomainServices } from '../domain/services';
import type { PageRenderer } from '../infrastructure/http/page-renderer';
import { type BackChannel, setUpBackChannel } from '../infrastructure/relying-party/back-channel.controller';
import { createDemoBackChannel } from './demo-platforms/demo-back-channel';
import { setUpProvider } from './platforms/provider.controller';
import type { AccountServices } from './services';

/**
 * What stands before body parsers and CSRF: the provider, and where its server tells platforms of ends. `platforms`:
 * those of this installation that are told.
 */
export function setUpAccountProvider(
  app: Express,
  { db, accountPlatforms: { provider, demo, publicUrl } }: DomainServices & AccountServices,
  pages: PageRenderer,
  readSession: RequestHandler,
  platforms: readonly BackChannel[],
): void {
  setUpProvider(app, { db, platforms: provider, pages, readSession, publicUrl });
  const demos = demo === null ? [] : [createDemoBackChannel(demo.visits, demo.partyOf)];
  setUpBackChannel(app, [...platforms, ...demos]);
}
