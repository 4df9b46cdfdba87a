import { type RequestHandler, Router } from 'express';
import type { AsCandidate, CandidateHandler } from '../as-candidate';
import type { BrowseControllers } from './browse.controller';
import type { FormControllers } from './form.controller';
import type { NoticeControllers } from './notice.controller';

interface ApplicationControllers {
  readonly home: CandidateHandler;
  readonly notice: NoticeControllers;
  readonly form: FormControllers;
  readonly save: CandidateHandler;
  readonly sendRiskCode: CandidateHandler;
  readonly browse: BrowseControllers;
}

export function applicationRoutes(controllers: ApplicationControllers, asCandidate: AsCandidate): Router {
  const router = Router();
  const { home, notice, form, save, browse } = controllers;
  const get = (path: string, handler: CandidateHandler) =>
    router.get(path, asCandidate(handler) as RequestHandler);
  const post = (path: string, handler: CandidateHandler) =>
    router.post(path, asCandidate(handler) as RequestHandler);

  get('/', home);
  get('/batches/:batch/notice', notice.show);
  post('/batches/:batch/notice', notice.accept);
  get('/batches/:batch/overwrite', notice.askOverwrite);
  post('/batches/:batch/overwrite', notice.confirmOverwrite);
  get('/batches/:batch/form', form.show);
  post('/batches/:batch/check', form.check);
  post('/batches/:batch/draft', form.keepDraft);
  post('/batches/:batch/draft-removal', form.discardDraft);
  post('/batches/:batch/clearing-request', form.askClear);
  post('/batches/:batch/clearing', form.clear);
  post('/batches/:batch/arrangement', form.arrange);
  post('/batches/:batch/extension', form.extend);
  get('/batches/:batch/expired', form.showExpired);
  post('/batches/:batch/versions', save);
  post('/batches/:batch/proof-code', controllers.sendRiskCode);
  get('/batches/:batch', browse.showInForce);
  get('/versions', browse.listAll);
  get('/versions/:version', browse.showVersion);
  return router;
}
