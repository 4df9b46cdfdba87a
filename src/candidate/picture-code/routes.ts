import { Router } from 'express';
import type { AsVisitor, VisitHandler } from '../../infrastructure/http/as-visitor';

export function pictureCodeRoutes(show: VisitHandler, asVisitor: AsVisitor): Router {
  const router = Router();
  router.get('/picture-codes/:picture', asVisitor(show));
  return router;
}
