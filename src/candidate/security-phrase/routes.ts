import { Router } from 'express';
import type { AsCandidate } from '../as-candidate';
import type { SecurityPhraseControllers } from './security-phrase.controller';

export function securityPhraseRoutes(
  controllers: SecurityPhraseControllers,
  asCandidate: AsCandidate,
): Router {
  const router = Router();
  router.get('/security-phrase', asCandidate(controllers.show));
  router.post('/security-phrase', asCandidate(controllers.submit));
  router.post('/security-phrase/cancellation', asCandidate(controllers.cancel));
  return router;
}
