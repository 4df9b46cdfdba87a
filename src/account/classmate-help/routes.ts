import { Router } from 'express';
import type { AccountHandler, AsAccount } from '../as-account';
import type { AskClassmateControllers } from './ask-classmate.controller';
import type { HelpClassmateControllers } from './help-classmate.controller';

export function classmateHelpRoutes(
  ask: AskClassmateControllers,
  help: HelpClassmateControllers,
  asAccount: AsAccount,
): Router {
  const asActive = (handler: AccountHandler) => asAccount(['active'], handler);
  const router = Router();
  router.get('/account/solutions/classmates', asAccount(['unproved'], ask.show));
  router.post('/account/solutions/classmates', asAccount(['unproved'], ask.ask));
  router.post('/account/solutions/classmates/:request/withdrawal', asAccount(['unproved'], ask.withdraw));
  router.get('/account/classmates', asActive(help.list));
  router.get('/account/classmates/:invitation', asActive(help.show));
  router.post('/account/classmates/:invitation/help', asActive(help.help));
  router.post('/account/classmates/:invitation/refusal', asActive(help.refuse));
  router.post('/account/classmates/:invitation/taking-back', asActive(help.takeBack));
  return router;
}
