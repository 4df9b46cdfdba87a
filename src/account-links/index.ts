export {
  type AccountLinkService,
  createAccountLinkService,
  isLinked,
} from './account-link.service';
export { createCandidateBackChannel } from './candidate-back-channel';
export { createAccountLinkControllers } from './link.controller';
export { accountLinkRoutes } from './routes';
export { createAccountSignInControllers } from './sign-in.controller';
