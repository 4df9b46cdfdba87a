import { get, post } from '../../infrastructure/http/route';
import { type AccountRoute, accounts } from '../as-account';
import type { AskClassmateControllers } from './ask-classmate.controller';
import type { HelpClassmateControllers } from './help-classmate.controller';

export function classmateHelpRoutes(
  ask: AskClassmateControllers,
  help: HelpClassmateControllers,
): readonly AccountRoute[] {
  return [
    get('/account/solutions/classmates', accounts('unproved'), ask.show),
    post('/account/solutions/classmates', accounts('unproved'), ask.ask),
    post('/account/solutions/classmates/:request/withdrawal', accounts('unproved'), ask.withdraw),
    get('/account/classmates', accounts('active'), help.list, { menu: '同学协助' }),
    get('/account/classmates/:invitation', accounts('active'), help.show),
    post('/account/classmates/:invitation/help', accounts('active'), help.help),
    post('/account/classmates/:invitation/refusal', accounts('active'), help.refuse),
    post('/account/classmates/:invitation/taking-back', accounts('active'), help.takeBack),
  ];
}
