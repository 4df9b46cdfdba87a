import type { Knex } from 'knex';
import type { Logger } from '../../infrastructure/logger';
import type { Origin } from '../../infrastructure/origin';
import { createLimiter } from '../../infrastructure/security/limiter';
import { applyRefunds, type Refund } from '../../infrastructure/security/throttle.repository';
import { insertAuditEntry } from '../audit/audit.repository';

const HOUR = 3600;
/** Accounts that may fail at one device in an hour, and those that may try there before somebody is told. */
const FAILED_ACCOUNTS = 5;
const ALARM_ACCOUNTS = 15;

/** A try that may be made, to be forgiven once the password was right; or the instant until which to wait. */
type SprayAdmission =
  | { readonly until: Date }
  | {
      readonly until: null;
      readonly forgiveness: readonly Refund[];
      forgive(): Promise<void>;
    };

interface PasswordSprayGuard {
  /** Records that a device tries an account. */
  admit(account: string, origin: Origin): Promise<SprayAdmission>;
}

/**
 * One device cannot walk a class list (P19): it is stopped once five accounts failed there in an hour, and fifteen
 * different accounts in an hour raise an alarm. Pupils who sign in one after another are let in: what was right in the
 * end counts as no failure.
 */
export function createPasswordSprayGuard(db: Knex, log: Logger): PasswordSprayGuard {
  const once = { points: 1, duration: HOUR };
  const tried = createLimiter(db, { prefix: 'spray-tried', ...once });
  const triedAccounts = createLimiter(db, {
    prefix: 'spray-accounts',
    points: ALARM_ACCOUNTS - 1,
    duration: HOUR,
  });
  const alarmed = createLimiter(db, { prefix: 'spray-alarm', ...once });
  const failed = createLimiter(db, { prefix: 'spray-failed', ...once });
  const failedAccounts = createLimiter(db, {
    prefix: 'spray-failures',
    points: FAILED_ACCOUNTS,
    duration: HOUR,
  });

  async function countAccount(pair: string, origin: Origin): Promise<void> {
    const [known, until] = await Promise.all([tried.charge(pair), triedAccounts.charge(origin.device)]);
    if (known !== null) return until === null ? triedAccounts.refund(origin.device) : undefined;
    if (until === null) return;
    if ((await alarmed.charge(origin.device)) !== null) return;
    log.error({ ...origin, accounts: ALARM_ACCOUNTS }, 'alarm: one device tries many accounts');
    await insertAuditEntry(db, {
      actorKind: 'system',
      actorId: 'sign-in',
      action: 'alarmManyAccounts',
      subjectKind: 'device',
      subjectId: origin.device,
      detail: { accounts: ALARM_ACCOUNTS },
      origin,
    });
  }

  async function countFailure(pair: string, { device }: Origin): Promise<Date | null> {
    const [known, until] = await Promise.all([failed.charge(pair), failedAccounts.charge(device)]);
    if (known === null) return until;
    if (until === null) await failedAccounts.refund(device);
    return null;
  }

  return {
    async admit(account, origin) {
      const pair = `${origin.device}|${account}`;
      const [until] = await Promise.all([countFailure(pair, origin), countAccount(pair, origin)]);
      if (until !== null) {
        await failed.clear(pair);
        return { until };
      }
      // Whoever takes the failure away gives it back, and nobody twice.
      const forgiveness = [failed.clearing(pair, failedAccounts.refundable(origin.device, 1))];
      return { until, forgiveness, forgive: () => applyRefunds(db, forgiveness) };
    },
  };
}
