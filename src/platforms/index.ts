export { createAuthorizationControllers } from './authorization.controller';
export { createAuthorizationService } from './authorization.service';
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
} from './platform.repository';
export { editPlatform, endFormerSecret, type PlatformChange, rotateSecret } from './platform-changes';
export { buildPlatformServices, type PlatformServices } from './platform-services';
export { isPlatformSessionOpen } from './platform-session.repository';
export { createPlatformControllers } from './platforms.controller';
export { issuerOf, PROVIDER_PATH } from './provider';
export { setUpProvider } from './provider.controller';
export {
  findPlatformFaults,
  type PlatformFault,
  registerPlatform,
  unregisterPlatform,
} from './registration';
export { platformRoutes } from './routes';
