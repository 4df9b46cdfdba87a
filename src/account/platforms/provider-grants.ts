import type { Knex } from 'knex';
import type { OidcContext } from 'oidc-provider';
import { findActiveAccount } from '../../domain/accounts/person.repository';
import { openIdentity } from '../../domain/accounts/sealed';
import type { Cipher } from '../../infrastructure/security/cipher';
import { maskForPlatform } from '../../rules/identity/masking';
import { findConsent, touchConsent } from './consent.repository';
import { findVisit } from './provider-visit';

interface GrantParts {
  readonly db: Knex;
  readonly cipher: Cipher;
}

/** The owner of a subject, and what platforms may be told of them. @throws the library's AccessDenied */
export async function findOwner({ db, cipher }: GrantParts, subject: string, refuse: () => Error) {
  const visiting = findVisit()?.account ?? null;
  // The code of one account never leaves by the browser of another.
  if (visiting !== null && visiting.subject !== subject) throw refuse();
  const owner = await findActiveAccount(db, subject);
  if (owner === null) return undefined;
  return {
    accountId: subject,
    claims: async () => ({
      sub: subject,
      name: owner.name,
      identity_number_masked: maskForPlatform(openIdentity(cipher, owner.identityCipher, owner.subject)),
    }),
  };
}

/** The grant of this session, as far as the account's consent goes; consent is asked for once, not once a session. */
export async function loadExistingGrant({ db }: GrantParts, oidc: OidcContext) {
  const visiting = findVisit()?.account ?? null;
  const code = oidc.client?.clientId ?? '';
  const consent = visiting === null ? null : await findConsent(db, visiting.id, code);
  if (visiting === null || consent === null) return undefined;
  await touchConsent(db, visiting.id, code);
  const scope = consent.scopes.join(' ');
  const grantId = oidc.session.grantIdFor(code);
  const known = grantId === undefined ? undefined : await oidc.provider.Grant.find(grantId);
  if (known?.getOIDCScope() === scope) return known;
  const grant = new oidc.provider.Grant({ accountId: visiting.subject, clientId: code });
  grant.addOIDCScope(scope);
  await grant.save();
  return grant;
}
