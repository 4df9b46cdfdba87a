export { createPhoneControllers } from './phone.controller';
export { createPhoneService, type PhoneService } from './phone.service';
export { createPhoneLimits } from './phone-limits';
export { phoneRoutes } from './routes';
