import { get } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { PrintControllers } from './print.controller';

export function printingRoutes(controllers: PrintControllers): readonly CandidateRoute[] {
  return [
    get('/batches/:batch/print', candidate, controllers.showInForce),
    get('/batches/:batch/print.pdf', candidate, controllers.sendInForcePdf),
    get('/versions/:version/print', candidate, controllers.showVersion),
    get('/versions/:version/print.pdf', candidate, controllers.sendVersionPdf),
  ];
}
