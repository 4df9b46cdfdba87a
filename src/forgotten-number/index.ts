export { createForgottenNumberControllers } from './forgotten-number.controller';
export { createForgottenNumberService, type ForgottenNumberService } from './forgotten-number.service';
export { maskNumber } from './number.presenter';
export { forgottenNumberRoutes } from './routes';
