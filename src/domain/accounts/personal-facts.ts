import type { Cipher } from '../../infrastructure/security/cipher';
import { listNamePinyin } from '../identity/name-pinyin';
import type { Account } from './account';
import { openAccountPhone } from './sealed';

/** What an account's new password must hold no part of: its phone, user name, and name in pinyin. */
export function listAccountFacts(
  cipher: Cipher,
  { phoneCipher, userName, name }: Pick<Account, 'phoneCipher' | 'userName' | 'name'>,
): readonly string[] {
  return [openAccountPhone(cipher, phoneCipher, userName), userName, ...listNamePinyin(name)];
}
