import { Router } from 'express';
import type { AsOfficer } from './middleware/as-officer';
import { createPaperDraftControllers, createPaperFormControllers, paperDraftRoutes } from './paper-drafts';
import { createPrintJobControllers, createSinglePrintControllers, printJobRoutes } from './print-jobs';
import { createReceiptControllers, receiptRoutes } from './receipts';
import type { Services } from './services';

/** 打印归档 and 登记: what the county office does with paper. */
export function paperworkRoutes(services: Services, asOfficer: AsOfficer): Router {
  const { officeDb: db, clock, reference, filing, office, paperwork } = services;
  const { tokens, counter } = office;
  const { printJobs, receipts, paperDrafts } = paperwork;
  const paperParts = {
    db,
    clock,
    reference,
    filing,
    tokens,
    records: counter.records,
    service: paperDrafts,
  };
  const router = Router();
  router.use(
    printJobRoutes(
      createPrintJobControllers({ reference, jobs: printJobs, tokens }),
      createSinglePrintControllers(printJobs, counter.records, tokens),
      asOfficer,
    ),
  );
  router.use(receiptRoutes(createReceiptControllers({ reference, receipts, tokens }), asOfficer));
  router.use(
    paperDraftRoutes(
      createPaperDraftControllers(paperParts),
      createPaperFormControllers(paperParts),
      asOfficer,
    ),
  );
  return router;
}
