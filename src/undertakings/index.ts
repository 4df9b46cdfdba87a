export { undertakingRoutes } from './routes';
export { createUndertakingControllers, type UndertakingControllers } from './undertaking.controller';
