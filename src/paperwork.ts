import { createPrintJobService, type PrintJobParts, type PrintJobService } from './print-jobs';
import { createReceiptService, type ReceiptService } from './receipts';

/** What the county office does with paper. */
export interface Paperwork {
  readonly printJobs: PrintJobService;
  readonly receipts: ReceiptService;
  /** Stops what runs beside the requests. */
  close(): Promise<void>;
}

export function buildPaperwork(parts: PrintJobParts): Paperwork {
  const printJobs = createPrintJobService(parts);
  return { printJobs, receipts: createReceiptService(parts), close: () => printJobs.close() };
}
