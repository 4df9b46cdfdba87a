import { get, post, visitor } from '../../infrastructure/http/route';
import type { AccountRoute } from '../as-account';
import type { RegisterDetailsControllers } from './details.controller';
import type { RegisterPhoneControllers } from './phone.controller';

export function accountRegistrationRoutes(
  phone: RegisterPhoneControllers,
  details: RegisterDetailsControllers,
): readonly AccountRoute[] {
  return [
    get('/account/register', visitor, phone.show),
    post('/account/register', visitor, phone.submit),
    post('/account/register/picture', visitor, phone.changePicture),
    get('/account/register/code', visitor, phone.showCode),
    post('/account/register/code', visitor, phone.submitCode),
    post('/account/register/code/sending', visitor, phone.resend),
    get('/account/register/details', visitor, details.show),
    post('/account/register/details', visitor, details.submit),
    get('/account/register/done', visitor, details.showDone),
  ];
}
