import type { Knex } from 'knex';
import { type Limited, SCAN_HOURS } from '../accounts';
import type { Origin } from '../audit';
import { createLimiter } from '../security/limiter';

const duration = SCAN_HOURS * 3600;
/** Scans begun at one browser: a class of 50, one after another at one computer, is let through. */
const BY_DEVICE = { prefix: 'scans-device', points: 120, duration };
/** Scans begun behind one address: a school where everybody scans on one day is let through. */
const BY_ADDRESS = { prefix: 'scans-address', points: 3000, duration };
const BINDINGS = { prefix: 'factor-bindings', points: 5, duration };
/** Scans of one WeChat or Alipay that let nobody in. */
const BY_PERSON = { prefix: 'scans-person', points: 10, duration };

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

/** 操作过于频繁，操作被禁止 of 绑定 and 扫码登录; the password and the ways back to it are counted apart, and stay open. */
export function createScanLimits(db: Knex): ScanLimits {
  const byDevice = createLimiter(db, BY_DEVICE);
  const byAddress = createLimiter(db, BY_ADDRESS);
  const bindings = createLimiter(db, BINDINGS);
  const byPerson = createLimiter(db, BY_PERSON);
  return {
    async chargeStart({ device, address }) {
      const deviceUntil = await byDevice.charge(device);
      if (deviceUntil !== null) return { limit: 'scansByBrowser', until: deviceUntil };
      const until = await byAddress.charge(address);
      return until && { limit: 'byAddress', until };
    },
    async chargeBinding(accountId) {
      const until = await bindings.charge(String(accountId));
      return until && { limit: 'bindingsByAccount', until };
    },
    async chargePerson(subjectIndex) {
      const until = await byPerson.charge(subjectIndex.toString('base64url'));
      return until && { limit: 'scansByPerson', until };
    },
    forgivePerson: (subjectIndex) => byPerson.giveBack(subjectIndex.toString('base64url')),
  };
}
