import { Router } from 'express';
import type { AsCandidate } from '../as-candidate';
import type { PlanQueryControllers } from '../plan-query/plan-query.controller';
import type { DraftSheetControllers } from './draft-sheet.controller';

interface SheetControllers {
  readonly sheets: DraftSheetControllers;
  /** 选择院校 and 选择专业 beside the fields of a sheet. */
  readonly query: PlanQueryControllers;
}

export function draftSheetRoutes({ sheets, query }: SheetControllers, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/draft-sheets', asCandidate(sheets.list));
  router.get('/draft-sheets/:batch', asCandidate(sheets.show));
  router.post('/draft-sheets/:batch', asCandidate(sheets.check));
  router.post('/draft-sheets/:batch/keeping', asCandidate(sheets.keep));
  router.post('/draft-sheets/:batch/arrangement', asCandidate(sheets.arrange));
  router.post('/draft-sheets/:batch/removal', asCandidate(sheets.discard));
  router.get('/draft-sheets/:batch/print', asCandidate(sheets.print));
  router.get('/draft-sheets/:batch/blank', asCandidate(sheets.printBlank));
  router.post('/draft-sheets/:batch/plan-query', asCandidate(query.open));
  router.get('/draft-sheets/:batch/plan-query/:field', asCandidate(query.show));
  router.post('/draft-sheets/:batch/plan-query/:field', asCandidate(query.choose));
  router.get('/draft-sheets/:batch/plan-search/:field', asCandidate(query.search));
  router.post('/batches/:batch/draft-sheet', asCandidate(sheets.takeOver));
  return router;
}
