import { get, post } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { PhoneControllers } from './phone.controller';

export function phoneRoutes(controllers: PhoneControllers): readonly CandidateRoute[] {
  return [
    get('/phone', candidate, controllers.show, { menu: '系统信息' }),
    post('/phone', candidate, controllers.submit),
    get('/phone/step', candidate, controllers.showStep, { menu: '系统信息' }),
    post('/phone/step', candidate, controllers.answer),
    post('/phone/code', candidate, controllers.sendCode),
  ];
}
