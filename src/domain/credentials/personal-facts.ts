import type { Knex } from '../../infrastructure/database/knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import { type CandidateRecord, getIdentityNumber } from '../candidates/candidate.repository';

/** What a candidate's password must not contain: the tails of 考生号 and 证件号码, the whole of them, the birth date. */
export async function listPersonalFacts(
  db: Knex,
  cipher: Cipher,
  { id, candidateNumber, bornOn }: Pick<CandidateRecord, 'id' | 'candidateNumber' | 'bornOn'>,
): Promise<readonly string[]> {
  const identityNumber = await getIdentityNumber(db, cipher, id);
  const born = bornOn.replaceAll('-', '');
  return [candidateNumber.slice(-6), identityNumber.slice(-6), identityNumber, born, born.slice(2)];
}
