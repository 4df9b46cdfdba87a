export { createPhoneControllers } from './phone.controller';
export { presentPhoneFault, presentPhoneStep, presentTooManyPhones, TAKEN } from './phone.presenter';
export { openPhone } from './phone.repository';
export { createPhoneService, type PhoneService, type PhoneVisit } from './phone.service';
export { findPhoneJourney, type PhoneJourney } from './phone-journey';
export { createPhoneLimits } from './phone-limits';
export { phoneRoutes } from './routes';
