export { buildFactorProviders, type FactorProviders } from './build-providers';
export { createDemoScanControllers } from './demo.controller';
export { describeDemoSubject, listDemoScanners } from './demo-people';
export type { DemoProviders } from './demo-provider';
export { createNonce, type FactorProvider, ProviderError } from './provider';
export { factorKinds, providerNames } from './provider-names';
export { demoScanRoutes } from './routes';
