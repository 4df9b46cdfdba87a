import type { Cipher } from '../../infrastructure/security/cipher';
import { splitDocumentNumber } from '../../rules/identity/identity-document';
import { listNamePinyin } from '../identity/name-pinyin';
import type { Account } from './account';
import { openAccountPhone, openIdentity } from './sealed';

/** What an account's new password must hold no part of: its phone, number, user name, and name in pinyin. */
export function listAccountFacts(
  cipher: Cipher,
  {
    phoneCipher,
    identityCipher,
    userName,
    name,
  }: Pick<Account, 'phoneCipher' | 'identityCipher' | 'userName' | 'name'>,
): readonly string[] {
  const { number } = splitDocumentNumber(openIdentity(cipher, identityCipher, userName));
  return [openAccountPhone(cipher, phoneCipher, userName), number, userName, ...listNamePinyin(name)];
}
