import { Router } from 'express';
import type { AsOfficer } from '../as-officer';
import type { CodeControllers } from './code.controller';
import type { LetterControllers } from './letter.controller';
import type { RecordControllers } from './record.controller';
import type { SearchControllers } from './search.controller';

export interface CounterPages {
  readonly search: SearchControllers;
  readonly record: RecordControllers;
  readonly codes: CodeControllers;
  readonly letters: LetterControllers;
}

/** 考生服务 of the county office; to every other role none of it exists. */
export function counterRoutes(
  { search, record, codes, letters }: CounterPages,
  asOfficer: AsOfficer,
): Router {
  const router = Router();
  const county = ['county'] as const;
  router.get('/office/counter', asOfficer(county, search.show));
  router.post('/office/counter', asOfficer(county, search.search));
  router.post('/office/counter/closing', asOfficer(county, record.close));
  router.get('/office/counter/candidates/:candidate', asOfficer(county, record.show));
  router.post('/office/counter/candidates/:candidate', asOfficer(county, record.open));
  router.get('/office/counter/candidates/:candidate/batches', asOfficer(county, record.explain));
  router.post('/office/counter/candidates/:candidate/codes', asOfficer(county, codes.issue));
  router.post('/office/counter/codes/:code/withdrawal', asOfficer(county, codes.withdraw));
  router.get('/office/counter/requests', asOfficer(county, codes.listRequests));
  router.post('/office/counter/requests/:code/approval', asOfficer(county, codes.approve));
  router.get('/office/letters', asOfficer(county, letters.show));
  router.post('/office/letters', asOfficer(county, letters.print));
  return router;
}
