import type { RequestListener } from 'node:http';
import express, { type Express } from 'express';
import { createAsAccount, createFindAccount } from './account/as-account';
import { createAccountMenu } from './account/menu';
import { accountRoutes, createSignOutNudge } from './account/routes';
import { setUpAccountProvider } from './account/set-up-provider';
import { createAccountSignInPage } from './account/sign-in/sign-in-page';
import { createCandidateBackChannel } from './candidate/account-links/candidate-back-channel';
import { createAsCandidate, createFindCandidate } from './candidate/as-candidate';
import { setUpWechatCallback } from './candidate/demo-messages/wechat-callback.controller';
import { setUpEarlyReads } from './candidate/early-reads';
import { setUpLookUp } from './candidate/filing/look-up.controller';
import { createCandidateMenus } from './candidate/menu';
import { setUpPlanSearch } from './candidate/plan-query/search.controller';
import { candidateRoutes } from './candidate/routes';
import { candidateSignInPage } from './candidate/sign-in/sign-in-page';
import { setUpCheckpointTexts } from './candidate/verification/checkpoint-texts.controller';
import { filingSentences } from './domain/choice-lists/refusal.presenter';
import type { Config } from './infrastructure/config/config';
import { createAccountDeparture } from './infrastructure/http/account-departure';
import { createAsAnybody, createAsVisitor } from './infrastructure/http/as-visitor';
import { createCarriedForms } from './infrastructure/http/carried-form';
import { setUpCookieNames } from './infrastructure/http/cookie-names';
import { setUpFindUpload } from './infrastructure/http/find-upload';
import { handleErrors } from './infrastructure/http/handle-errors';
import { createHolderMarks } from './infrastructure/http/holder-mark';
import { createHolders } from './infrastructure/http/holders';
import { type MessageKinds, nameMessageKinds } from './infrastructure/http/message-kinds';
import { createPageRenderer } from './infrastructure/http/page-renderer';
import { createPlaceCookies } from './infrastructure/http/place-cookie';
import { refuseOtherMethods } from './infrastructure/http/refuse-other-methods';
import { createRefusedForms } from './infrastructure/http/refused-forms';
import { createReopenPage } from './infrastructure/http/reopen-page';
import { createResponseCache } from './infrastructure/http/response-cache';
import { mountRoutes, type Route } from './infrastructure/http/route';
import { setUpAssets } from './infrastructure/http/set-up-assets';
import { createCsrf } from './infrastructure/http/set-up-csrf';
import { setUpDevice } from './infrastructure/http/set-up-device';
import { setUpDoor } from './infrastructure/http/set-up-door';
import { setUpMeters } from './infrastructure/http/set-up-meters';
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
import { setUpShedding } from './infrastructure/http/shed-load';
import { createSteps } from './infrastructure/http/steps';
import { createSwitchesAtDoor } from './infrastructure/http/switches-at-door';
import type { Logger } from './infrastructure/logger';
import { createAsOfficer, createFindOfficer } from './office/as-officer';
import { createOfficeMenu } from './office/menu';
import { officeSignInPage } from './office/officers/sign-in-page';
import { officeRoutes } from './office/routes';
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
  /** What the server is to make of requests and answers. */
  readonly messageKinds: MessageKinds;
  /** The ordered list that a request walks through where no answer is kept for it. */
  readonly express: Express;
  /** Every URL that a module declares. */
  readonly routes: readonly Route<never>[];
}

/** The whole application, ready to be served. */
export function createApp({ config, services, sessions, readiness, log }: AppParts): App {
  const app = express();
  const messageKinds = nameMessageKinds(app);
  // Guards, cookies and the rules of a proxy go by paths as they are written.
  app.enable('case sensitive routing');
  const answers = createResponseCache(services.reference);
  app.set('trust proxy', config.trustedProxies.length > 0 ? config.trustedProxies : false);
  const views = setUpViews(app);
  const marks = createHolderMarks(config.secrets.session);
  const csrf = createCsrf(config, marks);
  const carriedForms = createCarriedForms(services.cipher, marks, config.publicUrl);
  const pages = createPageRenderer({
    views,
    config,
    csrf,
    marks,
    carriedForms,
    platform: () => services.reference.current().calendar.pack.platform,
    menus: (req) => menus.candidate(req),
  });
  const pageParts = {
    ...services,
    sessions,
    pages,
    departure: createAccountDeparture(config),
    placeCookies: createPlaceCookies(config),
  };
  const routes = {
    candidate: candidateRoutes(pageParts),
    office: officeRoutes({ ...services, db: services.officeDb }),
    account: accountRoutes(pageParts),
  };
  const menus = {
    candidate: createCandidateMenus(routes.candidate),
    office: createOfficeMenu(routes.office),
    account: createAccountMenu(routes.account),
  };
  const holders = createHolders({
    candidate: createFindCandidate(services.db),
    office: createFindOfficer(services.officeDb, menus.office),
    account: createFindAccount(services.db, menus.account),
  });
  const signInPages = {
    candidate: candidateSignInPage,
    office: officeSignInPage,
    account: createAccountSignInPage(services.accounts.scans),
  };
  const parts = { pages, csrf, marks, carriedForms, holders, signInPages };

  const door = createSteps(app);
  setUpMeters(door);
  setUpDoor(app, door);
  setUpCookieNames(door, config);
  setUpShedding(door, [...routes.candidate, ...routes.account], services.load);
  setUpLookUp(app, views, services.reference, answers);
  setUpPlanSearch(app, views, services.reference, services.planResults);
  setUpCheckpointTexts(app, services);
  setUpHealth(app, { db: services.db, checkSessions: sessions.check, dataDir: config.dataDir }, readiness);
  setUpSecurityHeaders(app, config);
  refuseOtherMethods(app);
  const readAccount = createAccountSessionReader(config, sessions, log);
  setUpAccountProvider(app, services, pages, readAccount, [
    createCandidateBackChannel(services.accountPlatforms.candidateParty, services.signIn, sessions.store),
  ]);
  if (config.wechat !== null)
    setUpWechatCallback(app, { db: services.db, settings: config.wechat, scans: services.ways.scans, log });
  const reading = createSteps(app);
  setUpFindUpload(reading, [...routes.candidate, ...routes.office, ...routes.account]);
  setUpParsers(reading);
  setUpAssets(app);
  const entry = createSteps(app);
  setUpDevice(entry, config);
  // Where sessions live beside the rest.
  if (sessions.toRow !== null) setUpEarlyReads(entry, services.db, routes.candidate);
  setUpSessions(entry, config, sessions, log);
  setUpUploads(entry);
  csrf.setUp(entry);
  setUpSessionState(app, parts);
  const refuse = createSwitchesAtDoor(() => services.reference.current().switches);
  const guards = {
    asVisitor: createAsVisitor(pages, holders),
    asAnybody: createAsAnybody(pages, holders),
    asCandidate: createAsCandidate(services.db, pages),
    asOfficer: createAsOfficer(
      services.officeDb,
      pages,
      services.office.kindsElsewhere,
      menus.office,
      carriedForms,
    ),
    asAccount: createAsAccount(services.db, pages, menus.account),
  };
  // All that has pages, so that the page of a form that was refused can be opened once more.
  const house = express.Router();
  app.use(house);
  house.use(mountRoutes(routes.candidate, guards, refuse));
  // Officers work on, whatever is switched off.
  house.use(mountRoutes(routes.office, guards));
  house.use(createSignOutNudge(services));
  house.use(mountRoutes(routes.account, guards, refuse));
  handleErrors(app, {
    ...parts,
    filingSentences,
    refusedForms: createRefusedForms({
      ...parts,
      reopenPage: createReopenPage(house),
      publicUrl: config.publicUrl,
    }),
    isAwaited: (req) => {
      const form = req.method === 'GET' ? carriedForms.find(req) : null;
      return form !== null && (form.page || form.action) === req.originalUrl;
    },
    log,
  });
  return {
    messageKinds,
    express: app,
    routes: [...routes.candidate, ...routes.office, ...routes.account],
    listener: (req, res) => {
      if (!answers.answer(req, res)) app(req, res);
    },
  };
}
