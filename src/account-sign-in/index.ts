export { type AccountSearchService, createAccountSearchService } from './account-search.service';
export { type AccountSignInService, createAccountSignInService } from './account-sign-in.service';
export { type AccountArrival, createAccountArrival } from './arrival.controller';
export { createAccountResetControllers } from './reset.controller';
export { accountSignInRoutes } from './routes';
export { createScanSignIn } from './scan-sign-in.controller';
export { createAccountSearchControllers } from './search.controller';
export { createAccountSignInControllers } from './sign-in.controller';
