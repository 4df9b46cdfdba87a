export { isOverFor } from './closing';
export { type FiledClass, type FiledGroup, listFiledClasses, queryFiled } from './filed.repository';
export { formatFormNumber, readFormNumber } from './form-number';
export { createPrintJobControllers } from './print-job.controller';
export { createPrintJobService, type PrintJobParts, type PrintJobService } from './print-job.service';
export { printJobRoutes } from './routes';
export { createSinglePrintControllers } from './single-print.controller';
