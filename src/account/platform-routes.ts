import { type Express, type RequestHandler, Router } from 'express';
import type { Store } from 'express-session';
import { createCandidateBackChannel } from '../candidate/account-links/candidate-back-channel';
import { createAccountLinkControllers } from '../candidate/account-links/link.controller';
import { accountLinkRoutes } from '../candidate/account-links/routes';
import { createAccountSignInControllers } from '../candidate/account-links/sign-in.controller';
import type { AsCandidate } from '../candidate/as-candidate';
import type { Arrival } from '../candidate/sign-in/arrival.controller';
import type { AccountDeparture } from '../infrastructure/http/account-departure';
import type { AsVisitor } from '../infrastructure/http/as-visitor';
import type { PageRenderer } from '../infrastructure/http/page-renderer';
import { setUpBackChannel } from '../infrastructure/relying-party/back-channel.controller';
import type { Services } from '../services';
import { createDemoBackChannel } from './demo-platforms/demo-back-channel';
import { createDemoPlatformControllers } from './demo-platforms/demo-platforms.controller';
import { demoPlatformRoutes } from './demo-platforms/routes';
import { setUpProvider } from './platforms/provider.controller';

/** What stands before body parsers and CSRF: the provider, and where its server tells platforms of ends. */
export function setUpAccountProvider(
  app: Express,
  { db, signIn, accountPlatforms: { provider, candidateParty, demo, publicUrl } }: Services,
  pages: PageRenderer,
  readSession: RequestHandler,
  store: Store,
): void {
  setUpProvider(app, { db, platforms: provider, pages, readSession, publicUrl });
  const candidates = createCandidateBackChannel(candidateParty, signIn, store);
  setUpBackChannel(
    app,
    demo === null ? [candidates] : [candidates, createDemoBackChannel(demo.visits, demo.partyOf)],
  );
}

/** 用学信网账号登录 at the candidates' platform, and the platforms that the demo plays. */
export function accountPlatformRoutes(
  { db, signIn, reference, accountPlatforms }: Services,
  pages: PageRenderer,
  {
    arrive,
    asVisitor,
    asCandidate,
    departure,
    sender,
  }: {
    readonly arrive: Arrival;
    readonly asVisitor: AsVisitor;
    readonly asCandidate: AsCandidate;
    readonly departure: AccountDeparture;
    readonly sender: () => string;
  },
): Router {
  const { links, candidateParty: party, demo, publicUrl } = accountPlatforms;
  const isClosed = () => reference.current().switches.noSignIns;
  const router = Router();
  router.use(
    accountLinkRoutes(
      createAccountSignInControllers({
        db,
        links,
        signIn,
        party,
        arrive,
        pages,
        publicUrl,
        isClosed,
        departure,
      }),
      createAccountLinkControllers(links, party, sender, departure),
      asVisitor,
      asCandidate,
    ),
  );
  if (demo !== null) {
    const controllers = createDemoPlatformControllers({ db, pages, publicUrl, ...demo });
    router.use(demoPlatformRoutes(controllers));
  }
  return router;
}
