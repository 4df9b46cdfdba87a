import type { RequestListener } from 'node:http';
import express, { type Express } from 'express';
import { accountCentre } from './account-routes';
import { setUpLookUp } from './applications/look-up.controller';
import type { Config } from './config';
import type { Logger } from './logger';
import { setUpWechatCallback } from './messages/wechat-callback.controller';
import { createAsAccount } from './middleware/as-account';
import { createAsCandidate } from './middleware/as-candidate';
import { createAsOfficer } from './middleware/as-officer';
import { handleErrors } from './middleware/handle-errors';
import { createKeptAnswers } from './middleware/kept-answers';
import { createPageRenderer } from './middleware/page-renderer';
import { refuseOtherMethods } from './middleware/refuse-other-methods';
import { setUpAssets } from './middleware/set-up-assets';
import { createCsrf } from './middleware/set-up-csrf';
import { setUpDevice } from './middleware/set-up-device';
import { setUpParsers } from './middleware/set-up-parsers';
import { setUpSecurityHeaders } from './middleware/set-up-security-headers';
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
  const csrf = createCsrf(config);
  const pages = createPageRenderer(
    views,
    config,
    csrf,
    () => services.reference.current().calendar.pack.platform,
  );

  setUpLookUp(app, views, services.reference, answers);
  setUpPlanSearch(app, views, services.reference, services.planResults);
  setUpHealth(app, services.db, readiness);
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
  setUpSwitches(app, () => services.reference.current().switches);
  app.use(candidatePlatform(services, sessions, pages, createAsCandidate(services.db, pages)));
  app.use(
    examOffice(services, pages, createAsOfficer(services.officeDb, pages, services.office.kindsElsewhere)),
  );
  app.use(accountCentre(services, pages, createAsAccount(services.db, pages)));
  handleErrors(app, pages, log);
  return {
    express: app,
    listener: (req, res) => {
      if (!answers.answer(req, res)) app(req, res);
    },
  };
}
