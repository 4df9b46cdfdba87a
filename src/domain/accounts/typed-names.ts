import { wallClock } from '../../infrastructure/clock';
import type { Cipher } from '../../infrastructure/security/cipher';
import { listDocuments } from '../../rules/identity/identity-document';
import { findPhoneFault, normalisePhone } from '../../rules/identity/phone';
import { foldName } from '../../rules/identity/typed-text';
import type { TypedNames } from './account.repository';
import { indexAccountPhone, indexIdentity } from './sealed';

/** What a user name, a phone or a 证件号码 in one field may mean. */
export function readTypedNames(cipher: Cipher, typed: string): TypedNames {
  const phone = normalisePhone(typed);
  return {
    userName: normaliseUserName(typed),
    phoneIndex: findPhoneFault(phone, []) === null ? indexAccountPhone(cipher, phone) : null,
    identityIndexes: listDocuments(typed, new Date(wallClock())).map((document) =>
      indexIdentity(cipher, document),
    ),
  };
}

/** A typed user name: full width, blanks, marks that nobody sees and capitals are forgiven. */
export function normaliseUserName(typed: string): string {
  return foldName(typed);
}
