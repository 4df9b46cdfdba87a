export { createDemoBackChannel } from './demo-back-channel';
export { type DemoPlatform, demoPathOf, demoPlatforms, toPlatform } from './demo-platforms';
export { createDemoPlatformControllers } from './demo-platforms.controller';
export { createDemoVisits, type DemoVisits } from './demo-visits';
export { demoPlatformRoutes } from './routes';
