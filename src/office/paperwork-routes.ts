import { Router } from 'express';
import type { Services } from '../services';
import type { AsOfficer } from './as-officer';
import { createReceiptControllers } from './filing-receipts/receipt.controller';
import { receiptRoutes } from './filing-receipts/routes';
import { createPaperDraftControllers } from './paper-drafts/paper-draft.controller';
import { createPaperFormControllers } from './paper-drafts/paper-form.controller';
import { paperDraftRoutes } from './paper-drafts/routes';
import { createPrintJobControllers } from './print-jobs/print-job.controller';
import { printJobRoutes } from './print-jobs/routes';
import { createSinglePrintControllers } from './print-jobs/single-print.controller';

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
