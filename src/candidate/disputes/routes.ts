import type { RequestHandler } from 'express';
import type { PageRenderer } from '../../infrastructure/http/page-renderer';
import { everybody, get, post } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { DisputeControllers } from './dispute.controller';
import type { ThawControllers } from './thaw.controller';

export function disputeRoutes(
  { dispute, thaw }: { readonly dispute: DisputeControllers; readonly thaw: ThawControllers },
  pages: PageRenderer,
): readonly CandidateRoute[] {
  const showFrozen: RequestHandler = (req, res) => pages.send(req, res, 'candidate/disputes/frozen', {});
  return [
    get('/disputes/mails/:record', candidate, dispute.ask('mails'), { menu: '收件箱' }),
    post('/disputes/mails/:record', candidate, dispute.submit('mails')),
    get('/disputes/versions/:record', candidate, dispute.ask('versions')),
    post('/disputes/versions/:record', candidate, dispute.submit('versions')),
    get('/frozen', everybody, showFrozen),
    get('/thaw', candidate, thaw.show),
    post('/thaw', candidate, thaw.submit),
    post('/thaw/code', candidate, thaw.sendCode),
  ];
}
