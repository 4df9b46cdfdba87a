import { Router } from 'express';
import type { AsAccount } from '../as-account';
import type { AppProofControllers } from './app-proof.controller';
import type { DemoAppControllers } from './demo-app.controller';

export function appProofRoutes(controllers: AppProofControllers, asAccount: AsAccount): Router {
  const router = Router();
  // An account that has just been proved finds the way from the page that waited.
  router.get('/account/solutions/app', asAccount(['unproved', 'active'], controllers.show));
  router.post('/account/solutions/app', asAccount(['unproved'], controllers.begin));
  router.post('/account/solutions/app/result', asAccount(['unproved', 'active'], controllers.settle));
  return router;
}

/** The phone app that the demo plays. */
export function demoAppRoutes(controllers: DemoAppControllers): Router {
  const router = Router();
  router.get('/demo/app', controllers.show);
  router.post('/demo/app', controllers.answer);
  return router;
}
