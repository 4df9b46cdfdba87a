import { get, post } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { PlanQueryControllers } from '../plan-query/plan-query.controller';
import type { DraftSheetControllers } from './draft-sheet.controller';

interface SheetControllers {
  readonly sheets: DraftSheetControllers;
  /** 选择院校 and 选择专业 beside the fields of a sheet. */
  readonly query: PlanQueryControllers;
}

export function draftSheetRoutes({ sheets, query }: SheetControllers): readonly CandidateRoute[] {
  return [
    get('/draft-sheets', candidate, sheets.list, { menu: '志愿草表' }),
    get('/draft-sheets/:batch', candidate, sheets.show),
    post('/draft-sheets/:batch', candidate, sheets.check, { whileReadOnly: true }),
    post('/draft-sheets/:batch/keeping', candidate, sheets.keep, { whileReadOnly: true }),
    post('/draft-sheets/:batch/arrangement', candidate, sheets.arrange, { whileReadOnly: true }),
    post('/draft-sheets/:batch/removal', candidate, sheets.discard, { whileReadOnly: true }),
    get('/draft-sheets/:batch/print', candidate, sheets.print),
    get('/draft-sheets/:batch/blank', candidate, sheets.printBlank),
    post('/draft-sheets/:batch/plan-query', candidate, query.open, { whileReadOnly: true }),
    get('/draft-sheets/:batch/plan-query/:field', candidate, query.show),
    post('/draft-sheets/:batch/plan-query/:field', candidate, query.choose, { whileReadOnly: true }),
    get('/draft-sheets/:batch/plan-search/:field', candidate, query.search),
    post('/batches/:batch/draft-sheet', candidate, sheets.takeOver, { whileReadOnly: true }),
  ];
}
