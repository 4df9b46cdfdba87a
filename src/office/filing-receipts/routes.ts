import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers } from '../as-officer';
import type { ReceiptControllers } from './receipt.controller';

const county = officers('county');

export function receiptRoutes(controllers: ReceiptControllers): readonly OfficeRoute[] {
  return [
    get('/office/receipts', county, controllers.show, { menu: '登记盖章归档' }),
    post('/office/receipts', county, controllers.mark),
    get('/office/receipts/missing', county, controllers.showMissing),
    get('/office/receipts/:receipt/undoing', county, controllers.showUndoing),
    post('/office/receipts/:receipt/undoing', county, controllers.undo),
  ];
}
