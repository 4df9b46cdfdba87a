import { Router } from 'express';
import type { OfficerRole } from '../../domain/officers/officer';
import type { AsOfficer } from '../as-officer';
import type { ClosingControllers } from './deadline-report.controller';
import type { EvidenceControllers } from './evidence.controller';

const readers: readonly OfficerRole[] = ['county', 'province', 'auditor'];

export function evidenceRoutes(
  { ask, open }: EvidenceControllers,
  closing: ClosingControllers,
  asOfficer: AsOfficer,
): Router {
  const router = Router();
  router.get('/office/evidence', asOfficer(readers, ask));
  router.post('/office/evidence', asOfficer(readers, open));
  router.get('/office/evidence/closing', asOfficer(readers, closing.show));
  router.get('/office/evidence/closing.csv', asOfficer(readers, closing.sendCsv));
  router.get('/office/evidence/closing.xlsx', asOfficer(readers, closing.sendXlsx));
  return router;
}
