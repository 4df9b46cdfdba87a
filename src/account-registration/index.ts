export { createRegisterDetailsControllers } from './details.controller';
export { createRegisterPhoneControllers } from './phone.controller';
export { createRegistrationService, type RegistrationService } from './registration.service';
export { accountRegistrationRoutes } from './routes';
