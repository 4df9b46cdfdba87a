export { createProfileController } from './profile.controller';
export { accountCentreRoutes } from './routes';
