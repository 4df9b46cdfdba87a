import { anybody, get, post } from '../../infrastructure/http/route';
import { type AccountRoute, accounts } from '../as-account';
import type { ObjectionControllers } from './objection.controller';
import type { SolutionsControllers } from './solutions.controller';

export function reRegistrationRoutes(
  solutions: SolutionsControllers,
  objection: ObjectionControllers,
): readonly AccountRoute[] {
  return [
    get('/account/solutions', accounts('unproved'), solutions.show, { menu: '解决办法' }),
    get('/account/solutions/student-record', accounts('unproved'), solutions.showRecord),
    post('/account/solutions/student-record', accounts('unproved'), solutions.proveByRecord),
    post('/account/objections', accounts('active'), objection.begin),
    get('/account/objections/:token', anybody, objection.show),
    post('/account/objections/:token', anybody, objection.object),
  ];
}
