import { createHmac } from 'node:crypto';
import type { Payload } from 'oidc-provider';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { KeyRing, RingKey } from '../../infrastructure/security/key-ring';
import type { Platform } from './platform';
import type { RegisteredPlatform } from './platform.repository';

const SECRET = 'platforms.secret';

/** What a platform's secret is sealed with at rest. */
export function sealPlatformSecret(cipher: Cipher, code: string, secret: string): Buffer {
  return cipher.encrypt(secret, { column: SECRET, row: code });
}

/** The secret of a platform that is served by this installation: the same in every process, stored nowhere. */
export function deriveOwnSecret({ bytes }: RingKey, code: string): string {
  return createHmac('sha256', bytes).update(`platform-secret|${code}`).digest('base64url');
}

interface SecretKeys {
  readonly cipher: Cipher;
  readonly keys: KeyRing;
}

/** The secrets by which a platform proves itself now: the newest, and until that is ended the one before. */
export function listSecrets(
  { code, secretCipher, formerSecretCipher }: RegisteredPlatform,
  { cipher, keys }: SecretKeys,
): readonly [newest: string, ...former: string[]] {
  const open = (sealed: Buffer) => cipher.decrypt(sealed, { column: SECRET, row: code });
  if (secretCipher === null) {
    const [newest = '', ...former] = keys.readable().map((key) => deriveOwnSecret(key, code));
    return [newest, ...former];
  }
  const newest = open(secretCipher);
  return formerSecretCipher === null ? [newest] : [newest, open(formerSecretCipher)];
}

/** A platform as the provider knows a client. `publicUrl` completes addresses that are paths of this installation. */
export function describeClient(
  platform: RegisteredPlatform,
  { publicUrl, ...keys }: SecretKeys & { readonly publicUrl: URL },
): Payload {
  const complete = (uri: string) => completeUri(uri, publicUrl);
  const { code, backChannelUri } = platform;
  return {
    client_id: code,
    client_secret: listSecrets(platform, keys)[0],
    client_name: platform.name,
    redirect_uris: platform.redirectUris.map(complete),
    post_logout_redirect_uris: platform.signOutUris.map(complete),
    ...(backChannelUri === null
      ? {}
      : { backchannel_logout_uri: complete(backChannelUri), backchannel_logout_session_required: true }),
    scope: platform.scopes.join(' '),
    response_types: ['code'],
    response_modes: ['query'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: 'ES256',
    require_auth_time: true,
  };
}

/** A full address; a path is one of this installation. */
export function completeUri(uri: string, publicUrl: URL): string {
  return uri.startsWith('/') ? new URL(uri, publicUrl).href : uri;
}

/** Where a person finds a platform. */
export function homeOf({ homeUri }: Platform, publicUrl: URL): string {
  return completeUri(homeUri, publicUrl);
}
