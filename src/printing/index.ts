export {
  createPdfPrinter,
  type PdfPrinter,
  type PdfPrinterOptions,
  type PrintedDocument,
} from './pdf/pdf-printer';
export { createPrintControllers, type PrintControllers, type PrintDependencies } from './print.controller';
export type { PrintedForm } from './printed-form';
export { presentPrintedForm } from './printed-form.presenter';
export { printingRoutes } from './routes';
export { sendPdfFile } from './send-pdf-file';
export { findVersionInForce } from './version-in-force';
