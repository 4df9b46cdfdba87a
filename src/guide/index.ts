export { createGuideControllers } from './guide.controller';
export { guideRoutes } from './routes';
