export { createPdfPrinter, type PdfPrinter, type PdfPrinterOptions } from './pdf/pdf-printer';
export { createPrintControllers, type PrintControllers, type PrintDependencies } from './print.controller';
export { printingRoutes } from './routes';
