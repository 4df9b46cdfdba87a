import type { Knex } from 'knex';
import type { Limited } from '../../domain/accounts/limit';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions, type Pass, type Refusal } from '../../infrastructure/security/admissions';
import { neighboursOf } from '../../infrastructure/security/network';
import { domainOf } from '../../rules/identity/email';

interface RegistrationLimits {
  /** Before a code is sent to a phone. */
  chargeStart(origin: Origin): Promise<Limited | null>;
  /** Before a number is looked up and a password hashed. */
  chargeNumber(phoneIndex: Buffer, origin: Origin): Promise<Pass | Refusal<'register'>>;
  /** 邮箱IP受限: only who gives a mailbox is counted, and only the mailbox is refused. */
  chargeEmail(email: string, origin: Origin): Promise<Pass | Limited>;
}

export function createRegistrationLimits(db: Knex): RegistrationLimits {
  const admissions = createAdmissions(db);
  return {
    async chargeStart(origin) {
      const pass = await admissions.spend('beginRegistration', { origin });
      if (pass.until === null) return null;
      const limit = pass.by === 'device' ? 'registerByDevice' : 'registerByNetwork';
      return { limit, until: pass.until };
    },
    chargeNumber: (phoneIndex, origin) =>
      admissions.spend('register', { target: phoneIndex.toString('base64url'), origin }),
    async chargeEmail(email, origin) {
      const range = neighboursOf(origin.address);
      const pass = await admissions.spend('registerEmail', {
        target: domainOf(email),
        journey: range,
        origin,
      });
      if (pass.until === null) return pass;
      return { limit: pass.by === 'domain' ? 'emailByDomain' : 'emailByRange', until: pass.until };
    },
  };
}
