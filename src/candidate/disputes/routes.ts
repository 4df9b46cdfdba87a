import { type RequestHandler, Router } from 'express';
import type { PageRenderer } from '../../infrastructure/http/page-renderer';
import type { AsCandidate } from '../as-candidate';
import type { DisputeControllers } from './dispute.controller';
import type { ThawControllers } from './thaw.controller';

export function disputeRoutes(
  { dispute, thaw }: { readonly dispute: DisputeControllers; readonly thaw: ThawControllers },
  pages: PageRenderer,
  asCandidate: AsCandidate,
): Router {
  const showFrozen: RequestHandler = (req, res) => pages.send(req, res, 'candidate/disputes/frozen', {});
  const router = Router();
  router.get('/disputes/mails/:record', asCandidate(dispute.ask('mails')));
  router.post('/disputes/mails/:record', asCandidate(dispute.submit('mails')));
  router.get('/disputes/versions/:record', asCandidate(dispute.ask('versions')));
  router.post('/disputes/versions/:record', asCandidate(dispute.submit('versions')));
  router.get('/frozen', showFrozen);
  router.get('/thaw', asCandidate(thaw.show));
  router.post('/thaw', asCandidate(thaw.submit));
  router.post('/thaw/code', asCandidate(thaw.sendCode));
  return router;
}
