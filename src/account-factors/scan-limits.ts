import type { Knex } from 'knex';
import type { Limited } from '../accounts';
import type { Origin } from '../audit';
import { createLimiter } from '../security/limiter';

/** Scans begun at one browser: a class of 50, one after another at one computer, is let through. */
const BY_DEVICE = { prefix: 'scans-device', points: 120 };
/** Scans begun behind one address: a school where everybody scans on one day is let through. */
const BY_ADDRESS = { prefix: 'scans-address', points: 3000 };
const BINDINGS = { prefix: 'factor-bindings', points: 5 };
/** Scans of one WeChat or Alipay that let nobody in. */
const BY_PERSON = { prefix: 'scans-person', points: 10 };

export interface ScanLimits {
  /** Before somebody is sent to a provider. */
  chargeStart(origin: Origin): Promise<Limited | null>;
  /** Before an account binds. */
  chargeBinding(accountId: number): Promise<Limited | null>;
  /** Before it is looked up to whom somebody's WeChat or Alipay is bound. */
  chargePerson(subjectIndex: Buffer): Promise<Limited | null>;
  /** Takes the last charge back: it let somebody in. */
  forgivePerson(subjectIndex: Buffer): Promise<void>;
}

/**
 * 操作过于频繁，操作被禁止 of 绑定 and 扫码登录 (question 7 of the manual's FAQ), counted for so many hours; the password
 * and the ways back to it are counted apart, and stay open.
 */
export function createScanLimits(db: Knex, hours: number): ScanLimits {
  const duration = hours * 3600;
  const byDevice = createLimiter(db, { ...BY_DEVICE, duration });
  const byAddress = createLimiter(db, { ...BY_ADDRESS, duration });
  const bindings = createLimiter(db, { ...BINDINGS, duration });
  const byPerson = createLimiter(db, { ...BY_PERSON, duration });
  return {
    async chargeStart({ device, address }) {
      const deviceUntil = await byDevice.charge(device);
      if (deviceUntil !== null) return { limit: 'scansByBrowser', until: deviceUntil, hours };
      const until = await byAddress.charge(address);
      return until && { limit: 'byAddress', until };
    },
    async chargeBinding(accountId) {
      const until = await bindings.charge(String(accountId));
      return until && { limit: 'bindingsByAccount', until, hours };
    },
    async chargePerson(subjectIndex) {
      const until = await byPerson.charge(subjectIndex.toString('base64url'));
      return until && { limit: 'scansByPerson', until, hours };
    },
    forgivePerson: (subjectIndex) => byPerson.giveBack(subjectIndex.toString('base64url')),
  };
}
