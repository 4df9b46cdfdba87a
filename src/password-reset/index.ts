export { createResetFactsControllers } from './facts.controller';
export { createLadderControllers } from './ladder.controller';
export { createPasswordResetService, type PasswordResetService } from './password-reset.service';
export { passwordResetRoutes } from './routes';
