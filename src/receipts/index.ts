export { createReceiptControllers } from './receipt.controller';
export { createReceiptService, type ReceiptService } from './receipt.service';
export { receiptRoutes } from './routes';
