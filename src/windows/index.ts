export { listOpeningFaults } from './opening';
export { windowRoutes } from './routes';
export { createWindowControllers } from './window.controller';
export { presentScope } from './window.presenter';
export { createWindowService, type WindowService } from './window.service';
