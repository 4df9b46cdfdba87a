export { createAppProofControllers } from './app-proof.controller';
export { type AppProofService, createAppProofService } from './app-proof.service';
export { createDemoAppControllers } from './demo-app.controller';
export { createDemoLiveness, type DemoLiveness } from './demo-liveness';
export { createHttpLiveness } from './http.liveness';
export { appProofRoutes, demoAppRoutes } from './routes';
