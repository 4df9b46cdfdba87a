import type { Knex } from 'knex';
import type { Channel } from './outbox.repository';

/** A message that a phone or a WeChat user of the demo received. */
export interface DemoMessage {
  readonly id: number;
  readonly channel: Channel;
  readonly maskedDestination: string;
  readonly textCipher: Buffer;
  readonly arrivedAt: Date;
}

interface NewDemoMessage {
  readonly stableId: string;
  readonly channel: Channel;
  readonly maskedDestination: string;
  readonly destinationIndex: Buffer;
  readonly textCipher: Buffer;
}

export const DEMO_TEXT_CONTEXT = 'demo_messages.text';
export const DEMO_DESTINATION_CONTEXT = 'demo_messages.destination';

/** Keeps a message; the same stable id again changes nothing. @throws outside the demo's database. */
export async function insertDemoMessage(db: Knex, message: NewDemoMessage): Promise<void> {
  await db('demo_messages')
    .insert({
      stable_id: message.stableId,
      channel: message.channel,
      masked_destination: message.maskedDestination,
      destination_index: message.destinationIndex,
      text_cipher: message.textCipher,
    })
    .onConflict('stable_id')
    .ignore();
}

/** The last hundred, newest first; of one destination or of all. */
export async function listDemoMessages(db: Knex, destinationIndex?: Buffer): Promise<DemoMessage[]> {
  const query = db('demo_messages').orderBy('id', 'desc').limit(100).select({
    id: 'id',
    channel: 'channel',
    maskedDestination: 'masked_destination',
    textCipher: 'text_cipher',
    arrivedAt: 'arrived_at',
  });
  return destinationIndex === undefined ? query : query.where({ destination_index: destinationIndex });
}
