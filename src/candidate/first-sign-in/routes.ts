import { get, post, visitor } from '../../infrastructure/http/route';
import type { CandidateRoute } from '../as-candidate';
import type { FirstPasswordControllers } from './first-password.controller';
import type { FirstPhoneControllers } from './first-phone.controller';

export function firstSignInRoutes(
  password: FirstPasswordControllers,
  phone: FirstPhoneControllers,
): readonly CandidateRoute[] {
  return [
    get('/first-sign-in', visitor, password.show),
    post('/first-sign-in', visitor, password.submit, { signsIn: true }),
    get('/first-sign-in/phone', visitor, phone.show),
    post('/first-sign-in/phone', visitor, phone.submit, { signsIn: true }),
    get('/first-sign-in/phone/step', visitor, phone.showStep),
    post('/first-sign-in/phone/step', visitor, phone.answer, { signsIn: true }),
    post('/first-sign-in/phone/code', visitor, phone.sendCode, { signsIn: true }),
    post('/first-sign-in/completion', visitor, phone.finish, { signsIn: true }),
  ];
}
