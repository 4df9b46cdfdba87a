import { Router } from 'express';
import type { AsOfficer } from '../as-officer';
import type { PaperDraftControllers } from './paper-draft.controller';
import type { PaperFormControllers } from './paper-form.controller';

export function paperDraftRoutes(
  drafts: PaperDraftControllers,
  form: PaperFormControllers,
  asOfficer: AsOfficer,
): Router {
  const router = Router();
  router.get('/office/paper-drafts', asOfficer(['county'], drafts.list));
  router.get('/office/paper-drafts/candidates/:candidate', asOfficer(['county'], drafts.choose));
  router.post('/office/paper-drafts/candidates/:candidate', asOfficer(['county'], drafts.begin));
  router.get('/office/paper-drafts/:draft', asOfficer(['county'], form.show));
  router.post('/office/paper-drafts/:draft/check', asOfficer(['county'], form.check));
  router.post('/office/paper-drafts/:draft/arrangement', asOfficer(['county'], form.arrange));
  router.post('/office/paper-drafts/:draft/entry', asOfficer(['county'], form.enter));
  router.post('/office/paper-drafts/:draft/withdrawal', asOfficer(['county'], form.withdraw));
  return router;
}
