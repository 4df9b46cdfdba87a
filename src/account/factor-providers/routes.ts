import { everybody, get, post } from '../../infrastructure/http/route';
import type { AccountRoute } from '../as-account';
import type { DemoScanControllers } from './demo.controller';

/** Pages of the demo alone. */
export function demoScanRoutes(controllers: DemoScanControllers): readonly AccountRoute[] {
  return [
    get('/demo/scans/:kind', everybody, controllers.show),
    post('/demo/scans/:kind', everybody, controllers.decide, { whileReadOnly: true }),
  ];
}
