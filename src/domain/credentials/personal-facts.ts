import type { Knex } from '../../infrastructure/database/knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import { type CandidateRecord, getIdentityNumber } from '../candidates/candidate.repository';
import { listNamePinyin } from '../identity/name-pinyin';
import { findPhone } from '../phones/phone.repository';

/** What a candidate's password must hold no part of: 考生号, 证件号码, the birth date, the phone, the name in pinyin. */
export async function listPersonalFacts(
  db: Knex,
  cipher: Cipher,
  { id, candidateNumber, bornOn, name }: Pick<CandidateRecord, 'id' | 'candidateNumber' | 'bornOn' | 'name'>,
): Promise<readonly string[]> {
  const identityNumber = await getIdentityNumber(db, cipher, id);
  const phone = await findPhone(db, cipher, { id, candidateNumber });
  const born = bornOn.replaceAll('-', '');
  return [candidateNumber, identityNumber, born, ...(phone === null ? [] : [phone]), ...listNamePinyin(name)];
}
