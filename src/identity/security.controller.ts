import type { Knex } from 'knex';
import type { CandidateHandler } from '../middleware/as-candidate';
import type { Cipher } from '../security/cipher';
import { getFactors } from './factor.repository';
import { presentSecurity } from './security.presenter';

/** 系统信息: every safeguard of the account with its state. `offersWechat`: an official account is configured. */
export function createSecurityController(db: Knex, cipher: Cipher, offersWechat: boolean): CandidateHandler {
  return async (visit) => {
    const factors = await getFactors(db, visit.candidate.id);
    const phone =
      factors.phoneCipher === null ? null : cipher.decrypt(factors.phoneCipher, 'candidates.phone');
    visit.render('identity/security', {
      safeguards: presentSecurity(factors, phone, offersWechat),
      frozen: visit.candidate.frozenAt !== null,
    });
  };
}
