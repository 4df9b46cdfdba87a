import type { KeyRing } from '../../infrastructure/security/key-ring';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** What is allowed, and for how long it serves. */
export const listProtocol = () =>
  ({
    scopes: ['openid', 'profile', 'identity'],
    claims: { openid: ['sub'], profile: ['name'], identity: ['identity_number_masked'] },
    responseTypes: ['code'],
    pkce: { required: () => true },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    subjectTypes: ['public'],
    clientBasedCORS: () => false,
    allowOmittingSingleRegisteredRedirectUri: false,
    expiresWithSession: async () => true,
    ttl: {
      AccessToken: 10 * MINUTE,
      AuthorizationCode: MINUTE,
      Grant: 12 * HOUR,
      IdToken: 10 * MINUTE,
      Interaction: 30 * MINUTE,
      Session: 12 * HOUR,
    },
  }) as const;

/** The provider's cookies, signed by the current secret; the one that stays goes nowhere but below `path`. */
export function cookiesOf(secrets: KeyRing, path: string) {
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true } as const;
  return {
    names: {
      session: 'zhiyuan.oidc',
      interaction: 'zhiyuan.oidc.authorization',
      resume: 'zhiyuan.oidc.resume',
    },
    keys: secrets.readable().map(({ text }) => text),
    long: { ...cookie, path },
    short: cookie,
  };
}
