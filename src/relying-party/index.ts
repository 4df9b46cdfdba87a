export { type BackChannel, setUpBackChannel } from './back-channel.controller';
export type { LogoutToken } from './logout-token';
export {
  type Arrived,
  createRelyingParty,
  type RelyingParty,
  type SignInRequest,
} from './relying-party';
