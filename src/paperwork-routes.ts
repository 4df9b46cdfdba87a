import { Router } from 'express';
import type { AsOfficer } from './middleware/as-officer';
import { createPrintJobControllers, createSinglePrintControllers, printJobRoutes } from './print-jobs';
import { createReceiptControllers, receiptRoutes } from './receipts';
import type { Services } from './services';

/** 打印归档 and 登记: what the county office does with paper. */
export function paperworkRoutes({ reference, office, paperwork }: Services, asOfficer: AsOfficer): Router {
  const { tokens, counter } = office;
  const { printJobs, receipts } = paperwork;
  const router = Router();
  router.use(
    printJobRoutes(
      createPrintJobControllers({ reference, jobs: printJobs, tokens }),
      createSinglePrintControllers(printJobs, counter.records, tokens),
      asOfficer,
    ),
  );
  router.use(receiptRoutes(createReceiptControllers({ reference, receipts, tokens }), asOfficer));
  return router;
}
