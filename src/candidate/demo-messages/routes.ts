import { everybody, get, post } from '../../infrastructure/http/route';
import type { CandidateRoute } from '../as-candidate';
import type { DemoControllers } from './demo.controller';

/** Pages of the demo alone. */
export function demoRoutes(controllers: DemoControllers): readonly CandidateRoute[] {
  return [
    get('/demo/messages', everybody, controllers.messages),
    get('/demo/wechat', everybody, controllers.phone),
    post('/demo/wechat', everybody, controllers.scan, { whileReadOnly: true }),
  ];
}
