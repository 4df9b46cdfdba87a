import { Router } from 'express';
import type { AccountHandler, AsAccount } from '../middleware/as-account';

export interface AccountCentrePages {
  readonly profile: AccountHandler;
}

export function accountCentreRoutes({ profile }: AccountCentrePages, asAccount: AsAccount): Router {
  const router = Router();
  router.get('/account', asAccount(['active', 'unproved'], profile));
  return router;
}
