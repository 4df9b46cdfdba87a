export { createFirstSecret, storeFirstSecret } from '../sign-in';
export { createFirstPasswordControllers } from './first-password.controller';
export { createFirstPhoneControllers } from './first-phone.controller';
export { createFirstSignInService, type FirstSignInService } from './first-sign-in.service';
export { firstSignInRoutes } from './routes';
