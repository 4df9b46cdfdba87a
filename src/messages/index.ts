export { presentCodeText } from './code-text.presenter';
export { destinationContext, insertOutboxMessage, TEXT_CONTEXT } from './outbox.repository';
export { type OwnerEvent, tellOwner } from './tell-owner';
