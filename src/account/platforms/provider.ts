import type { Knex } from 'knex';
import type { Client, Context, Interaction, OidcContext, Payload, Provider } from 'oidc-provider';
import { findActiveAccount } from '../../domain/accounts/person.repository';
import { openIdentity } from '../../domain/accounts/sealed';
import { toAuthorizationPath } from '../../infrastructure/http/awaited-authorization';
import type { Logger } from '../../infrastructure/logger';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isEqualText } from '../../infrastructure/security/equal-text';
import { maskForPlatform } from '../../rules/identity/masking';
import { describeClient, listSecrets } from './client-metadata';
import { findConsent, touchConsent } from './consent.repository';
import { createOidcAdapter } from './oidc-adapter';
import type { PlatformDirectory } from './platform-directory';
import { createProviderPages, noteTrouble, tellOfTrouble } from './provider-pages';
import { endQuietly, noteTold, signOutEverywhere } from './provider-sign-out';
import { findVisit } from './provider-visit';
import { deriveSigningKey } from './signing-keys';

/** Everything of the provider stands below this; its cookies go nowhere else. */
export const PROVIDER_PATH = '/account/oidc';

interface ProviderParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly log: Logger;
  readonly publicUrl: URL;
  readonly directory: PlatformDirectory;
  /** 32 bytes: signs tokens, and gives the secrets of this installation's own clients. */
  readonly key: Buffer;
  /** Signs the provider's cookies. */
  readonly cookieKey: string;
  /** How messages leave to platforms' servers. */
  readonly fetch: (url: string, options: RequestInit) => Promise<Response>;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** The issuer by which platforms know this installation, whatever host a request names. */
export function issuerOf(publicUrl: URL): string {
  return new URL(PROVIDER_PATH, publicUrl).href;
}

/**
 * Builds the provider (`oidc-provider`): code flow with PKCE (S256) only, no refresh tokens, nothing dynamic. What
 * is not named here is off.
 */
export async function createProvider(parts: ProviderParts): Promise<Provider> {
  const { Provider: OidcProvider, errors } = await loadLibrary(parts.log);
  const { db, cipher, publicUrl, log, directory } = parts;
  const pages = createProviderPages(directory);

  async function findClient(code: string): Promise<Payload | null> {
    const platform = await directory.find(code);
    return platform && describeClient(platform, parts);
  }

  async function findAccount(_ctx: unknown, subject: string) {
    const visiting = findVisit()?.account ?? null;
    // The code of one account never leaves by the browser of another.
    if (visiting !== null && visiting.subject !== subject) throw new errors.AccessDenied();
    const owner = await findActiveAccount(db, subject);
    if (owner === null) return undefined;
    return {
      accountId: subject,
      claims: async () => ({
        sub: subject,
        name: owner.name,
        identity_number_masked: maskForPlatform(openIdentity(cipher, owner.identityCipher)),
      }),
    };
  }

  /** The grant of this session, as far as the account's consent goes; consent is asked for once, not once a session. */
  async function loadExistingGrant({ oidc }: { readonly oidc: OidcContext }) {
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

  const cookie = { httpOnly: true, sameSite: 'lax', signed: true } as const;
  const provider = new OidcProvider(issuerOf(publicUrl), {
    adapter: createOidcAdapter({
      db,
      cipher,
      findClient,
      refuseUsed: () => new errors.InvalidGrant('used before'),
    }),
    jwks: { keys: [deriveSigningKey(parts.key)] },
    findAccount,
    loadExistingGrant,
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
    cookies: {
      names: {
        session: 'zhiyuan.oidc',
        interaction: 'zhiyuan.oidc.authorization',
        resume: 'zhiyuan.oidc.resume',
      },
      keys: [parts.cookieKey],
      long: { ...cookie, path: PROVIDER_PATH },
      short: cookie,
    },
    interactions: {
      url: (_ctx: unknown, { uid, params }: Interaction) =>
        toAuthorizationPath(String(params.client_id), uid),
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: pages.logoutSource,
        postLogoutSuccessSource: pages.postLogoutSuccessSource,
      },
    },
    renderError: pages.renderError,
    fetch: parts.fetch,
  });
  // Address and host are those of PUBLIC_URL: whoever hands a request on has put them there.
  provider.proxy = true;
  provider.on('server_error', (ctx: Context, error: Error) => {
    noteTrouble(ctx, error);
    log.error({ err: error }, 'provider');
  });
  provider.on('backchannel.success', noteTold);
  provider.on('backchannel.error', (_ctx: Context, error: Error) => {
    log.warn({ err: error }, 'a platform was not told of a sign-out; tried again');
  });
  provider.Client.prototype.compareClientSecret = async function (this: Client, typed) {
    const platform = await directory.find(this.clientId);
    const secrets = platform === null ? [] : listSecrets(platform, parts);
    return secrets.filter((secret) => isEqualText(secret, typed)).length > 0;
  };
  provider.use(tellOfTrouble);
  provider.use(describeTruly);
  provider.use(endQuietly);
  provider.use(signOutEverywhere);
  return provider;
}

/** Of the ways to answer a platform the library lists all it knows; here is one. */
async function describeTruly(ctx: Context, next: () => Promise<void>): Promise<void> {
  await next();
  if (ctx.oidc?.route !== 'discovery' || ctx.status !== 200) return;
  ctx.body = { ...(ctx.body as Payload), response_modes_supported: ['query'] };
}

/** Loads the library; what it would say on the console of the runtime belongs in the log. */
async function loadLibrary(log: Logger): Promise<typeof import('oidc-provider')> {
  // Node before 20.20 has no URL.parse, which the library asks for everywhere.
  const known: { parse?: (text: string, base?: string) => URL | null } = URL;
  known.parse ??= (text, base) => (URL.canParse(text, base) ? new URL(text, base) : null);
  const { warn } = console;
  console.warn = (text: unknown) => log.debug({ text }, 'provider');
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}
