import { Router } from 'express';
import type { AsOfficer } from '../as-officer';
import type { PrintJobControllers } from './print-job.controller';
import type { SinglePrintControllers } from './single-print.controller';

export function printJobRoutes(
  jobs: PrintJobControllers,
  single: SinglePrintControllers,
  asOfficer: AsOfficer,
): Router {
  const router = Router();
  const county = ['county'] as const;
  router.get('/office/printing', asOfficer(county, jobs.show));
  router.post('/office/printing', asOfficer(county, jobs.start));
  router.get('/office/printing/jobs/:job', asOfficer(county, jobs.showJob));
  router.get('/office/printing/jobs/:job/progress', asOfficer(county, jobs.showProgress));
  router.post('/office/printing/jobs/:job/stop', asOfficer(county, jobs.stop));
  router.post('/office/printing/jobs/:job/resumption', asOfficer(county, jobs.resume));
  router.get('/office/printing/jobs/:job/parts/:part', asOfficer(county, jobs.sendPart));
  router.get('/office/printing/candidates/:candidate', asOfficer(county, single.show));
  router.post('/office/printing/candidates/:candidate', asOfficer(county, single.print));
  return router;
}
