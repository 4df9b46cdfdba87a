import type { Knex } from 'knex';
import type { Limited } from '../../domain/accounts/limit';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';

export interface ScanLimits {
  /** Before somebody is sent to a provider. */
  chargeStart(origin: Origin): Promise<Limited | null>;
  /** Before an account binds. */
  chargeBinding(accountId: number, origin: Origin): Promise<Limited | null>;
  /** Before it is looked up to whom somebody's WeChat or Alipay is bound; taken back where it let somebody in. */
  chargePerson(
    subjectIndex: Buffer,
    origin: Origin,
  ): Promise<Limited | { until: null; forgive(): Promise<void> }>;
}

/**
 * 操作过于频繁，操作被禁止 of 绑定 and 扫码登录 (question 7 of the manual's FAQ), counted for so many hours; the password
 * and the ways back to it are counted apart, and stay open.
 */
export function createScanLimits(db: Knex, hours: number): ScanLimits {
  const lasting = { seconds: hours * 3600 };
  const admissions = createAdmissions(db, {
    beginScan: { device: lasting, near: lasting, wide: lasting },
    bindScan: { subject: lasting },
    scanPerson: { target: lasting },
  });
  return {
    async chargeStart(origin) {
      const pass = await admissions.spend('beginScan', { origin });
      if (pass.until === null) return null;
      const { until } = pass;
      return pass.by === 'device' ? { limit: 'scansByBrowser', until, hours } : { limit: 'byAddress', until };
    },
    async chargeBinding(accountId, origin) {
      const { until } = await admissions.spend('bindScan', { subject: accountId, origin });
      return until && { limit: 'bindingsByAccount', until, hours };
    },
    async chargePerson(subjectIndex, origin) {
      const pass = await admissions.spend('scanPerson', {
        target: subjectIndex.toString('base64url'),
        origin,
      });
      return pass.until === null ? pass : { limit: 'scansByPerson', until: pass.until, hours };
    },
  };
}
