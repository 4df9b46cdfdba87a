export { createNewPhoneControllers } from './new-phone.controller';
export { createPhoneControllers } from './phone.controller';
export { TAKEN } from './phone.presenter';
export { openPhone } from './phone.repository';
export { createPhoneService, type PhoneService, type PhoneVisit } from './phone.service';
export { createPhoneLimits } from './phone-limits';
export { phoneRoutes } from './routes';
