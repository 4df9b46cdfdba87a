import { get } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { UndertakingControllers } from './undertaking.controller';

export function undertakingRoutes(controllers: UndertakingControllers): readonly CandidateRoute[] {
  return [
    get('/batches/:batch/undertakings/:undertaking', candidate, controllers.choose),
    get('/batches/:batch/undertakings/:undertaking/print', candidate, controllers.show),
    get('/batches/:batch/undertakings/:undertaking/print.pdf', candidate, controllers.sendPdf),
  ];
}
