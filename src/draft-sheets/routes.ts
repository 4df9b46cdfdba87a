import { Router } from 'express';
import type { AsCandidate } from '../middleware/as-candidate';
import type { DraftSheetControllers } from './draft-sheet.controller';

export function draftSheetRoutes(controllers: DraftSheetControllers, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/draft-sheets', asCandidate(controllers.list));
  router.get('/draft-sheets/:batch', asCandidate(controllers.show));
  router.post('/draft-sheets/:batch', asCandidate(controllers.check));
  router.post('/draft-sheets/:batch/keeping', asCandidate(controllers.keep));
  router.post('/draft-sheets/:batch/arrangement', asCandidate(controllers.arrange));
  router.post('/draft-sheets/:batch/removal', asCandidate(controllers.discard));
  router.get('/draft-sheets/:batch/print', asCandidate(controllers.print));
  router.get('/draft-sheets/:batch/blank', asCandidate(controllers.printBlank));
  router.post('/batches/:batch/draft-sheet', asCandidate(controllers.takeOver));
  return router;
}
