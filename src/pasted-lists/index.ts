export { createPastedListControllers } from './pasted-list.controller';
export { pastedListRoutes } from './routes';
