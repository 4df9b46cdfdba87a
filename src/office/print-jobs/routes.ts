import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers } from '../as-officer';
import type { PrintJobControllers } from './print-job.controller';
import type { SinglePrintControllers } from './single-print.controller';

const county = officers('county');

export function printJobRoutes(
  jobs: PrintJobControllers,
  single: SinglePrintControllers,
): readonly OfficeRoute[] {
  return [
    get('/office/printing', county, jobs.show, { menu: '打印归档' }),
    post('/office/printing', county, jobs.start),
    get('/office/printing/jobs/:job', county, jobs.showJob),
    get('/office/printing/jobs/:job/progress', county, jobs.showProgress),
    post('/office/printing/jobs/:job/stop', county, jobs.stop),
    post('/office/printing/jobs/:job/resumption', county, jobs.resume),
    get('/office/printing/jobs/:job/parts/:part', county, jobs.sendPart),
    get('/office/printing/candidates/:candidate', county, single.show),
    post('/office/printing/candidates/:candidate', county, single.print),
  ];
}
