export { listOpeningFaults } from './opening';
export { windowRoutes } from './routes';
export { createWindowControllers } from './window.controller';
export { presentOpeningFaults, presentScope, tabulateFaults } from './window.presenter';
export { CHECKED_DAYS, createWindowService, type WindowPreview, type WindowService } from './window.service';
