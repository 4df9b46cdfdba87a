import type { Knex } from 'knex';
import { getFactors } from '../../domain/identity/factor.repository';
import { openPhone } from '../../domain/phones/phone.repository';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { CandidateHandler } from '../as-candidate';
import { presentSecurity } from './security.presenter';

/** 系统信息: every safeguard of the account with its state. `offersWechat`: an official account is configured. */
export function createSecurityController(db: Knex, cipher: Cipher, offersWechat: boolean): CandidateHandler {
  return async (visit) => {
    const factors = await getFactors(db, visit.candidate.id);
    const phone =
      factors.phoneCipher === null ? null : openPhone(cipher, factors.phoneCipher, factors.candidateNumber);
    visit.render('candidate/security/security', {
      safeguards: presentSecurity(factors, phone, offersWechat),
      frozen: visit.candidate.frozenAt !== null,
    });
  };
}
