import { createHash } from 'node:crypto';
import { addTLV, types } from 'smpp';
import type { SmppSettings } from '../../infrastructure/config/message-settings';
import type { Outbound } from '../../infrastructure/security/outbound';
import { GatewayError, type MessageGateway, type OutgoingMessage } from './gateway';
import { openSmppLink, type SmppLink, type SmppPace } from './smpp-link';
import { cutIntoSms } from './smpp-parts';

const PACE: SmppPace = { answerMs: 10_000, enquireMs: 30_000 };
const UCS2 = 8;
const HAS_HEADER = 0x40;
const INTERNATIONAL = 1;
const ISDN = 1;
const CHINA = '86';

/** Of the range that SMPP 3.4 leaves to its users (5.3.2); centres that do not know it skip it. */
addTLV('zhiyuan_stable_id', { id: 0x1501, type: types.tlv.cstring });

/**
 * SMS by SMPP 3.4, over one connection that is made at the first message and again after a loss. The stable id goes
 * along whole in the optional parameter 0x1501, and as 16 bits of its hash in user_message_reference and in the
 * header that joins a long message: a centre can recognise a repetition, and a phone completes what was cut off.
 */
export function createSmppGateway(
  settings: SmppSettings,
  outbound: Pick<Outbound, 'checkHost' | 'lookupFor'>,
  pace: SmppPace = PACE,
): MessageGateway {
  const { url, source } = settings;
  const tls = url.protocol === 'ssmpp:';
  const address = {
    host: url.hostname,
    port: Number(url.port) || (tls ? 3550 : 2775),
    tls,
    systemId: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
  let link: SmppLink | null = null;
  let opening: Promise<SmppLink> | null = null;

  async function getLink(): Promise<SmppLink> {
    if (link !== null && !link.ended) return link;
    opening ??= openSmppLink(address, pace, outbound).finally(() => {
      opening = null;
    });
    link = await opening;
    return link;
  }

  async function submit(bound: SmppLink, message: OutgoingMessage): Promise<void> {
    const reference = computeReference(message.stableId);
    for (const { hasHeader, octets } of cutIntoSms(message.text, reference)) {
      await bound.submit({
        source_addr: source,
        dest_addr_ton: INTERNATIONAL,
        dest_addr_npi: ISDN,
        destination_addr: CHINA + message.destination,
        esm_class: hasHeader ? HAS_HEADER : 0,
        validity_period: formatValidity(message.lifeSeconds),
        data_coding: UCS2,
        short_message: octets,
        user_message_reference: reference,
        zhiyuan_stable_id: message.stableId,
      });
    }
  }

  return {
    async send(message) {
      if (message.channel !== 'sms') throw new GatewayError('smpp carries SMS alone', true);
      await submit(await getLink(), message);
    },
    async close() {
      await opening?.catch(() => null);
      await link?.close();
      link = null;
    },
  };
}

/** The 16 bits of a stable id by which a repetition is recognised. */
export function computeReference(stableId: string): number {
  return createHash('sha256').update(stableId).digest().readUInt16BE(0);
}

/** Relative time of SMPP 3.4 (7.1.1.2), YYMMDDhhmmss000R; empty: as long as the centre likes. */
export function formatValidity(seconds: number | null): string {
  if (seconds === null) return '';
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `0000${two(seconds / 86_400)}${two((seconds / 3600) % 24)}${two((seconds / 60) % 60)}${two(seconds % 60)}000R`;
}
