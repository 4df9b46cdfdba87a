import { everybody, get, post } from '../../infrastructure/http/route';
import { type AccountRoute, accounts } from '../as-account';
import type { AppProofControllers } from './app-proof.controller';
import type { DemoAppControllers } from './demo-app.controller';

export function appProofRoutes(controllers: AppProofControllers): readonly AccountRoute[] {
  return [
    // An account that has just been proved finds the way from the page that waited.
    get('/account/solutions/app', accounts('unproved', 'active'), controllers.show),
    post('/account/solutions/app', accounts('unproved'), controllers.begin),
    post('/account/solutions/app/result', accounts('unproved', 'active'), controllers.settle),
  ];
}

/** The phone app that the demo plays. */
export function demoAppRoutes(controllers: DemoAppControllers): readonly AccountRoute[] {
  return [
    get('/demo/app', everybody, controllers.show),
    post('/demo/app', everybody, controllers.answer, { whileReadOnly: true }),
  ];
}
