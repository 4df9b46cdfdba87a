export { presentCodeText } from './code-text.presenter';
export { GatewayError } from './gateway';
export {
  type Contact,
  destinationContext,
  findContact,
  insertOutboxMessage,
  sealDestination,
  TEXT_CONTEXT,
} from './outbox.repository';
export { type Repetition, repeatWork } from './repeat-work';
export { cleanValues } from './short-text';
export { tellEach } from './tell-each';
export { tellMany } from './tell-many';
export { type OwnerEvent, tellOwner } from './tell-owner';
export type { ScanEvents, WechatAccount } from './wechat-account';
