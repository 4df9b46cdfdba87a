export { createAuthorizationControllers } from './authorization.controller';
export { createAuthorizationService } from './authorization.service';
export { completeUri, sealPlatformSecret } from './client-metadata';
export {
  CANDIDATE_PLATFORM,
  type Platform,
  type PlatformKind,
  type PlatformScope,
  platformScopes,
} from './platform';
export {
  findPlatform,
  insertPlatform,
  listPlatforms,
  type RegisteredPlatform,
  removePlatform,
} from './platform.repository';
export { buildPlatformServices, type PlatformServices } from './platform-services';
export { isPlatformSessionOpen } from './platform-session.repository';
export { createPlatformControllers } from './platforms.controller';
export { issuerOf, PROVIDER_PATH } from './provider';
export { setUpProvider } from './provider.controller';
export { platformRoutes } from './routes';
