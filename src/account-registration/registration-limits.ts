import type { Knex } from 'knex';
import type { Limited } from '../accounts';
import type { Origin } from '../audit';
import { domainOf } from '../rules/email';
import { createLimiter } from '../security/limiter';
import { neighboursOf } from '../security/network';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Registrations begun at one browser: a class of 50, one after another at one computer, is let through. */
const BY_DEVICE = { prefix: 'register-device', points: 120, duration: DAY };
/** Registrations begun behind one address: a school where everybody registers on one day is let through. */
const BY_ADDRESS = { prefix: 'register-address', points: 3000, duration: HOUR };
/** Numbers sent in after the code to one phone: who is registered can be asked so often. */
const BY_PHONE = { prefix: 'register-numbers', points: 10, duration: DAY };
const EMAIL_DOMAIN = { prefix: 'register-email-domain', points: 500, duration: HOUR };
const EMAIL_RANGE = { prefix: 'register-email-range', points: 150, duration: HOUR };

export interface RegistrationLimits {
  /** Before a code is sent to a phone. */
  chargeStart(origin: Origin): Promise<Limited | null>;
  /** Before a number is looked up. */
  chargeNumber(phoneIndex: Buffer): Promise<Limited | null>;
  /** 邮箱IP受限: only who gives a mailbox is counted, and only the mailbox is refused. */
  chargeEmail(email: string, origin: Origin): Promise<Limited | null>;
  /** Takes that charge back: nobody was registered with the mailbox. */
  forgiveEmail(email: string, origin: Origin): Promise<void>;
}

export function createRegistrationLimits(db: Knex): RegistrationLimits {
  const byDevice = createLimiter(db, BY_DEVICE);
  const byAddress = createLimiter(db, BY_ADDRESS);
  const byPhone = createLimiter(db, BY_PHONE);
  const emailDomain = createLimiter(db, EMAIL_DOMAIN);
  const emailRange = createLimiter(db, EMAIL_RANGE);
  return {
    async chargeStart({ device, address }) {
      const deviceUntil = await byDevice.charge(device);
      if (deviceUntil !== null) return { limit: 'registerByDevice', until: deviceUntil };
      const until = await byAddress.charge(address);
      return until && { limit: 'byAddress', until };
    },
    async chargeNumber(phoneIndex) {
      const until = await byPhone.charge(phoneIndex.toString('base64url'));
      return until && { limit: 'numbersByPhone', until };
    },
    async chargeEmail(email, { address }) {
      const domainUntil = await emailDomain.charge(domainOf(email));
      if (domainUntil !== null) return { limit: 'emailByDomain', until: domainUntil };
      const until = await emailRange.charge(neighboursOf(address));
      if (until === null) return null;
      await emailDomain.giveBack(domainOf(email));
      return { limit: 'emailByRange', until };
    },
    async forgiveEmail(email, { address }) {
      await Promise.all([emailDomain.giveBack(domainOf(email)), emailRange.giveBack(neighboursOf(address))]);
    },
  };
}
