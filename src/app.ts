import type { RequestListener } from 'node:http';
import express, { type Express } from 'express';
import { accountCentre } from './account-routes';
import { setUpLookUp } from './applications/look-up.controller';
import type { Config } from './config';
import type { Logger } from './logger';
import { setUpWechatCallback } from './messages/wechat-callback.controller';
import { createAccountDeparture } from './middleware/account-departure';
import { createAsAccount } from './middleware/as-account';
import { createAsCandidate } from './middleware/as-candidate';
import { createAsOfficer } from './middleware/as-officer';
import { createAsAnybody, createAsVisitor } from './middleware/as-visitor';
import { createCarriedForms } from './middleware/carried-form';
import { handleErrors } from './middleware/handle-errors';
import { createHolderMarks } from './middleware/holder-mark';
import { createHolders } from './middleware/holders';
import { createKeptAnswers } from './middleware/kept-answers';
import { createPageRenderer } from './middleware/page-renderer';
import { refuseOtherMethods } from './middleware/refuse-other-methods';
import { createRefusedForms } from './middleware/refused-forms';
import { createReopenPage } from './middleware/reopen-page';
import { setUpAssets } from './middleware/set-up-assets';
import { createCsrf } from './middleware/set-up-csrf';
import { setUpDevice } from './middleware/set-up-device';
import { setUpDoor } from './middleware/set-up-door';
import { setUpParsers } from './middleware/set-up-parsers';
import { setUpSecurityHeaders } from './middleware/set-up-security-headers';
import { setUpSessionState } from './middleware/set-up-session-state';
import { createAccountSessionReader, type SessionBackend, setUpSessions } from './middleware/set-up-sessions';
import { setUpSwitches } from './middleware/set-up-switches';
import { setUpUploads } from './middleware/set-up-uploads';
import { setUpViews } from './middleware/set-up-views';
import { examOffice } from './office-routes';
import { type Readiness, setUpHealth } from './operations/health';
import { setUpPlanSearch } from './plan-query';
import { setUpAccountProvider } from './platform-routes';
import { candidatePlatform } from './routes';
import type { Services } from './services';
import { listSignInPages } from './sign-in-pages';
import { listUploadPlaces } from './upload-routes';

export interface AppParts {
  readonly config: Config;
  readonly services: Services;
  readonly sessions: SessionBackend;
  readonly readiness: Readiness;
  readonly log: Logger;
}

export interface App {
  /** What the server calls with a request. */
  readonly listener: RequestListener;
  /** The ordered list that a request walks through where no answer is kept for it. */
  readonly express: Express;
}

/** The whole application, ready to be served. */
export function createApp({ config, services, sessions, readiness, log }: AppParts): App {
  const app = express();
  const answers = createKeptAnswers(services.reference);
  app.set('trust proxy', config.trustedProxies.length > 0 ? config.trustedProxies : false);
  const views = setUpViews(app);
  const marks = createHolderMarks(config.secrets.session);
  const csrf = createCsrf(config, marks);
  const carriedForms = createCarriedForms(services.cipher, marks);
  const holders = createHolders(services.db, services.officeDb);
  const pages = createPageRenderer({
    views,
    config,
    csrf,
    marks,
    carriedForms,
    platform: () => services.reference.current().calendar.pack.platform,
  });
  const parts = { pages, csrf, marks, carriedForms, holders, signInPages: listSignInPages(services) };

  setUpDoor(app);
  setUpLookUp(app, views, services.reference, answers);
  setUpPlanSearch(app, views, services.reference, services.planResults);
  setUpHealth(app, { db: services.db, checkSessions: sessions.check, dataDir: config.dataDir }, readiness);
  setUpSecurityHeaders(app, config);
  refuseOtherMethods(app);
  const readAccount = createAccountSessionReader(config, sessions, log);
  setUpAccountProvider(app, services, pages, readAccount, sessions.store);
  if (config.wechat !== null) setUpWechatCallback(app, config.wechat.token, services.ways.scans);
  setUpParsers(app);
  setUpAssets(app);
  setUpDevice(app, config);
  setUpSessions(app, config, sessions, log);
  setUpUploads(app, listUploadPlaces(services));
  csrf.setUp(app);
  setUpSessionState(app, parts);
  setUpSwitches(app, () => services.reference.current().switches);
  const departure = createAccountDeparture(config);
  const doors = { asVisitor: createAsVisitor(pages, holders), asAnybody: createAsAnybody(pages, holders) };
  const asOfficer = createAsOfficer(services.officeDb, pages, services.office.kindsElsewhere);
  // All that has pages, so that the page of a form that was refused can be opened once more.
  const house = express.Router();
  app.use(house);
  house.use(
    candidatePlatform(services, sessions, pages, {
      ...doors,
      departure,
      asCandidate: createAsCandidate(services.db, pages),
    }),
  );
  house.use(examOffice(services, { ...doors, asOfficer }));
  house.use(
    accountCentre(services, pages, { ...doors, departure, asAccount: createAsAccount(services.db, pages) }),
  );
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
