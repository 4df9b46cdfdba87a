import { createReceiptService, type ReceiptService } from './filing-receipts/receipt.service';
import {
  createPaperDraftService,
  type PaperDraftParts,
  type PaperDraftService,
} from './paper-drafts/paper-draft.service';
import {
  createPrintJobService,
  type PrintJobParts,
  type PrintJobService,
} from './print-jobs/print-job.service';

/** What the county office does with paper. */
export interface Paperwork {
  readonly printJobs: PrintJobService;
  readonly receipts: ReceiptService;
  readonly paperDrafts: PaperDraftService;
  /** Stops what runs beside the requests. */
  close(): Promise<void>;
}

export function buildPaperwork(parts: PrintJobParts & PaperDraftParts): Paperwork {
  const printJobs = createPrintJobService(parts);
  return {
    printJobs,
    receipts: createReceiptService(parts),
    paperDrafts: createPaperDraftService(parts),
    close: () => printJobs.close(),
  };
}
