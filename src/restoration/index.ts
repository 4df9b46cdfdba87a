export { createRestorationControllers } from './restoration.controller';
export { createRestorationService, type RestorationService } from './restoration.service';
export { restorationRoutes } from './routes';
