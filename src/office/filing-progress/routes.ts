import { Router } from 'express';
import type { OfficerRole } from '../../domain/officers/officer';
import type { AsOfficer, OfficerHandler } from '../as-officer';
import type { CallListControllers } from './call-list.controller';
import type { ChoiceViewControllers } from './choice-view.controller';

interface CoveragePages {
  readonly board: OfficerHandler;
  readonly calls: CallListControllers;
  readonly choices: ChoiceViewControllers;
}

const everyone: readonly OfficerRole[] = ['school', 'county', 'city', 'province', 'auditor'];
const offices: readonly OfficerRole[] = ['county', 'city', 'province'];

export function coverageRoutes({ board, calls, choices }: CoveragePages, asOfficer: AsOfficer): Router {
  const router = Router();
  router.get('/office/coverage', asOfficer(everyone, board));
  router.get('/office/coverage/calls', asOfficer(everyone, calls.show));
  router.get('/office/coverage/calls.csv', asOfficer(everyone, calls.sendCsv));
  router.get('/office/coverage/calls.xlsx', asOfficer(everyone, calls.sendXlsx));
  router.get('/office/coverage/candidates/:candidate', asOfficer(offices, choices.show));
  router.post('/office/coverage/candidates/:candidate', asOfficer(offices, choices.view));
  return router;
}
