export { createAbandonmentControllers } from './abandonment.controller';
export { type AbandonmentService, createAbandonmentService } from './abandonment.service';
export { abandonmentRoutes } from './routes';
