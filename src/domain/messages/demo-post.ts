import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import { maskEmail, maskPhone } from '../../rules/identity/masking';
import {
  DEMO_DESTINATION_CONTEXT,
  DEMO_TEXT_CONTEXT,
  type DemoMessage,
  insertDemoMessage,
  listDemoMessages,
} from './demo-message.repository';
import type { MessageGateway, OutgoingMessage } from './gateway';
import type { Channel } from './outbox.repository';

interface ArrivedMessage extends Pick<DemoMessage, 'id' | 'channel' | 'maskedDestination' | 'arrivedAt'> {
  readonly text: string;
}

/** Where the demo's messages arrive, so that a stranger can read them. */
export interface DemoPost {
  deliver(message: Pick<OutgoingMessage, 'stableId' | 'channel' | 'destination' | 'text'>): Promise<void>;
  /** Newest first; of one phone or WeChat user, or of all. */
  listArrived(destination?: string): Promise<ArrivedMessage[]>;
}

export function createDemoPost(db: Knex, cipher: Cipher): DemoPost {
  const indexOf = (destination: string) => cipher.blindIndex(destination, DEMO_DESTINATION_CONTEXT);
  return {
    async deliver({ stableId, channel, destination, text }) {
      await insertDemoMessage(db, {
        stableId,
        channel,
        maskedDestination: maskDestination(channel, destination),
        destinationIndex: indexOf(destination),
        textCipher: cipher.encrypt(text, DEMO_TEXT_CONTEXT),
      });
    },
    async listArrived(destination) {
      const messages = await listDemoMessages(
        db,
        destination === undefined ? undefined : indexOf(destination),
      );
      return messages.map(({ textCipher, ...message }) => ({
        ...message,
        text: cipher.decrypt(textCipher, DEMO_TEXT_CONTEXT),
      }));
    },
  };
}

function maskDestination(channel: Channel, destination: string): string {
  if (channel === 'sms') return maskPhone(destination);
  return channel === 'email' ? maskEmail(destination) : `…${destination.slice(-6)}`;
}

/** SMS and e-mails of the demo. */
export function createConsoleGateway(post: DemoPost): MessageGateway {
  return { send: (message) => post.deliver(message), close: async () => undefined };
}
