import { Router } from 'express';
import type { AsOfficer } from '../as-officer';
import type { ReceiptControllers } from './receipt.controller';

export function receiptRoutes(controllers: ReceiptControllers, asOfficer: AsOfficer): Router {
  const router = Router();
  const county = ['county'] as const;
  router.get('/office/receipts', asOfficer(county, controllers.show));
  router.post('/office/receipts', asOfficer(county, controllers.mark));
  router.get('/office/receipts/missing', asOfficer(county, controllers.showMissing));
  router.get('/office/receipts/:receipt/undoing', asOfficer(county, controllers.showUndoing));
  router.post('/office/receipts/:receipt/undoing', asOfficer(county, controllers.undo));
  return router;
}
