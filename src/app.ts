import type { RequestListener } from 'node:http';
import express, { type Express } from 'express';
import { createAsAccount, createFindAccount } from './account/as-account';
import { accountRoutes, createSignOutNudge } from './account/routes';
import { setUpAccountProvider } from './account/set-up-provider';
import { createAccountSignInPage } from './account/sign-in/sign-in-page';
import { listAccountUploads } from './account/upload-places';
import { createCandidateBackChannel } from './candidate/account-links/candidate-back-channel';
import { createAsCandidate, createFindCandidate } from './candidate/as-candidate';
import { setUpWechatCallback } from './candidate/demo-messages/wechat-callback.controller';
import { setUpLookUp } from './candidate/filing/look-up.controller';
import { setUpPlanSearch } from './candidate/plan-query/search.controller';
import { candidateRoutes } from './candidate/routes';
import { candidateSignInPage } from './candidate/sign-in/sign-in-page';
import type { Config } from './infrastructure/config/config';
import { createAccountDeparture } from './infrastructure/http/account-departure';
import { createAsAnybody, createAsVisitor } from './infrastructure/http/as-visitor';
import { createCarriedForms } from './infrastructure/http/carried-form';
import { handleErrors } from './infrastructure/http/handle-errors';
import { createHolderMarks } from './infrastructure/http/holder-mark';
import { createHolders } from './infrastructure/http/holders';
import { createPageRenderer } from './infrastructure/http/page-renderer';
import { refuseOtherMethods } from './infrastructure/http/refuse-other-methods';
import { createRefusedForms } from './infrastructure/http/refused-forms';
import { createReopenPage } from './infrastructure/http/reopen-page';
import { createResponseCache } from './infrastructure/http/response-cache';
import { mountRoutes } from './infrastructure/http/route';
import { setUpAssets } from './infrastructure/http/set-up-assets';
import { createCsrf } from './infrastructure/http/set-up-csrf';
import { setUpDevice } from './infrastructure/http/set-up-device';
import { setUpDoor } from './infrastructure/http/set-up-door';
import { setUpParsers } from './infrastructure/http/set-up-parsers';
import { setUpSecurityHeaders } from './infrastructure/http/set-up-security-headers';
import { setUpSessionState } from './infrastructure/http/set-up-session-state';
import {
  createAccountSessionReader,
  type SessionBackend,
  setUpSessions,
} from './infrastructure/http/set-up-sessions';
import { setUpUploads } from './infrastructure/http/set-up-uploads';
import { setUpViews } from './infrastructure/http/set-up-views';
import { createSwitchesAtDoor } from './infrastructure/http/switches-at-door';
import type { Logger } from './infrastructure/logger';
import { createAsOfficer, createFindOfficer } from './office/as-officer';
import { officeSignInPage } from './office/officers/sign-in-page';
import { officeRoutes } from './office/routes';
import { listOfficeUploads } from './office/upload-places';
import { type Readiness, setUpHealth } from './operations/health';
import type { Services } from './services';

interface AppParts {
  readonly config: Config;
  readonly services: Services;
  readonly sessions: SessionBackend;
  readonly readiness: Readiness;
  readonly log: Logger;
}

interface App {
  /** What the server calls with a request. */
  readonly listener: RequestListener;
  /** The ordered list that a request walks through where no answer is kept for it. */
  readonly express: Express;
}

/** The whole application, ready to be served. */
export function createApp({ config, services, sessions, readiness, log }: AppParts): App {
  const app = express();
  const answers = createResponseCache(services.reference);
  app.set('trust proxy', config.trustedProxies.length > 0 ? config.trustedProxies : false);
  const views = setUpViews(app);
  const marks = createHolderMarks(config.secrets.session);
  const csrf = createCsrf(config, marks);
  const carriedForms = createCarriedForms(services.cipher, marks);
  const holders = createHolders({
    candidate: createFindCandidate(services.db),
    office: createFindOfficer(services.officeDb),
    account: createFindAccount(services.db),
  });
  const pages = createPageRenderer({
    views,
    config,
    csrf,
    marks,
    carriedForms,
    platform: () => services.reference.current().calendar.pack.platform,
  });
  const signInPages = {
    candidate: candidateSignInPage,
    office: officeSignInPage,
    account: createAccountSignInPage(services.accounts.scans),
  };
  const parts = { pages, csrf, marks, carriedForms, holders, signInPages };

  setUpDoor(app);
  setUpLookUp(app, views, services.reference, answers);
  setUpPlanSearch(app, views, services.reference, services.planResults);
  setUpHealth(app, { db: services.db, checkSessions: sessions.check, dataDir: config.dataDir }, readiness);
  setUpSecurityHeaders(app, config);
  refuseOtherMethods(app);
  const readAccount = createAccountSessionReader(config, sessions, log);
  setUpAccountProvider(app, services, pages, readAccount, [
    createCandidateBackChannel(services.accountPlatforms.candidateParty, services.signIn, sessions.store),
  ]);
  if (config.wechat !== null) setUpWechatCallback(app, config.wechat.token, services.ways.scans);
  setUpParsers(app);
  setUpAssets(app);
  setUpDevice(app, config);
  setUpSessions(app, config, sessions, log);
  setUpUploads(app, [
    ...listOfficeUploads(services.db, services.imports),
    ...listAccountUploads(services.db, services.accounts.objections),
  ]);
  csrf.setUp(app);
  setUpSessionState(app, parts);
  const refuse = createSwitchesAtDoor(() => services.reference.current().switches);
  const departure = createAccountDeparture(config);
  const guards = {
    asVisitor: createAsVisitor(pages, holders),
    asAnybody: createAsAnybody(pages, holders),
    asCandidate: createAsCandidate(services.db, pages),
    asOfficer: createAsOfficer(services.officeDb, pages, services.office.kindsElsewhere),
    asAccount: createAsAccount(services.db, pages),
  };
  const pageParts = { ...services, sessions, pages, departure };
  // All that has pages, so that the page of a form that was refused can be opened once more.
  const house = express.Router();
  app.use(house);
  house.use(mountRoutes(candidateRoutes(pageParts), guards, refuse));
  // Officers work on, whatever is switched off.
  house.use(mountRoutes(officeRoutes(services), guards));
  house.use(createSignOutNudge(services));
  house.use(mountRoutes(accountRoutes(pageParts), guards, refuse));
  handleErrors(app, {
    pages,
    holders,
    refusedForms: createRefusedForms({ ...parts, reopenPage: createReopenPage(house) }),
    isAwaited: (req) => {
      const form = req.method === 'GET' ? carriedForms.find(req) : null;
      return form !== null && (form.page || form.action) === req.originalUrl;
    },
    log,
  });
  return {
    express: app,
    listener: (req, res) => {
      if (!answers.answer(req, res)) app(req, res);
    },
  };
}
