export { createForgottenNumberControllers } from './forgotten-number.controller';
export { createForgottenNumberService, type ForgottenNumberService } from './forgotten-number.service';
export { forgottenNumberRoutes } from './routes';
