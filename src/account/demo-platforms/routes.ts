import { everybody, get, post } from '../../infrastructure/http/route';
import type { AccountRoute } from '../as-account';
import type { DemoPlatformControllers } from './demo-platforms.controller';

/** Pages of the demo alone. */
export function demoPlatformRoutes(controllers: DemoPlatformControllers): readonly AccountRoute[] {
  return [
    get('/demo/platforms', everybody, controllers.list),
    get('/demo/platforms/:platform', everybody, controllers.show),
    post('/demo/platforms/:platform/sign-in', everybody, controllers.begin, { whileReadOnly: true }),
    get('/demo/platforms/:platform/return', everybody, controllers.complete),
    post('/demo/platforms/:platform/mark', everybody, controllers.mark, { whileReadOnly: true }),
    post('/demo/platforms/:platform/sign-out', everybody, controllers.signOut, { whileReadOnly: true }),
  ];
}
