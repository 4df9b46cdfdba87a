import type { Knex } from 'knex';
import type { Client, Context, Interaction, OidcContext, Payload, Provider } from 'oidc-provider';
import { toAuthorizationPath } from '../../infrastructure/http/awaited-authorization';
import type { Logger } from '../../infrastructure/logger';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isEqualText } from '../../infrastructure/security/equal-text';
import type { KeyRing } from '../../infrastructure/security/key-ring';
import { describeClient, listSecrets } from './client-metadata';
import { createOidcAdapter } from './oidc-adapter';
import type { PlatformDirectory } from './platform-directory';
import { findOwner, loadExistingGrant } from './provider-grants';
import { createProviderPages, markIfTrouble, tellOfTrouble } from './provider-pages';
import { cookiesOf, listProtocol } from './provider-settings';
import { endQuietly, recordTold, signOutEverywhere } from './provider-sign-out';
import { deriveSigningKey } from './signing-keys';

/** Everything of the provider stands below this; its cookies go nowhere else. */
export const PROVIDER_PATH = '/account/oidc';

interface ProviderParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly log: Logger;
  readonly publicUrl: URL;
  readonly directory: PlatformDirectory;
  /** 32 bytes each: sign tokens, and give the secrets of this installation's own clients. */
  readonly keys: KeyRing;
  /** Sign the provider's cookies. */
  readonly cookieKeys: KeyRing;
  /** How messages leave to platforms' servers. */
  readonly fetch: (url: string, options: RequestInit) => Promise<Response>;
}

/** The issuer by which platforms know this installation, whatever host a request names. */
export function issuerOf(publicUrl: URL): string {
  return new URL(PROVIDER_PATH, publicUrl).href;
}

type Library = Awaited<ReturnType<typeof loadLibrary>>;

/**
 * Builds the provider (`oidc-provider`): code flow with PKCE (S256) only, no refresh tokens, nothing dynamic. What
 * is not named here is off.
 */
export async function createProvider(parts: ProviderParts): Promise<Provider> {
  const library = await loadLibrary(parts.log);
  const provider = new library.Provider(issuerOf(parts.publicUrl), {
    ...stores(parts, library),
    ...listProtocol(),
    cookies: cookiesOf(parts.cookieKeys, PROVIDER_PATH),
    interactions: {
      url: (_ctx: unknown, { uid, params }: Interaction) =>
        toAuthorizationPath(String(params.client_id), uid),
    },
    ...pagesOf(parts),
    fetch: parts.fetch,
  });
  listen(provider, parts);
  provider.use(tellOfTrouble);
  provider.use(describeTruly);
  provider.use(endQuietly);
  provider.use(signOutEverywhere);
  return provider;
}

/** Where clients, accounts and grants are found, and the key that signs. */
function stores(parts: ProviderParts, { errors }: Library) {
  const { db, cipher, directory } = parts;
  return {
    adapter: createOidcAdapter({
      db,
      cipher,
      async findClient(code: string): Promise<Payload | null> {
        const platform = await directory.find(code);
        return platform && describeClient(platform, parts);
      },
      refuseUsed: () => new errors.InvalidGrant('used before'),
    }),
    // The first signs; platforms are told of all, before one signs and for a while after.
    jwks: { keys: parts.keys.readable().map(({ bytes }) => deriveSigningKey(bytes)) },
    findAccount: (_ctx: unknown, subject: string) =>
      findOwner(parts, subject, () => new errors.AccessDenied()),
    loadExistingGrant: ({ oidc }: { readonly oidc: OidcContext }) => loadExistingGrant(parts, oidc),
  };
}

function pagesOf({ directory }: ProviderParts) {
  const pages = createProviderPages(directory);
  return {
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
  };
}

/** What the provider tells, and how it reads addresses and secrets. */
function listen(provider: Provider, parts: ProviderParts): void {
  const { log, directory } = parts;
  // Address and host are those of PUBLIC_URL: whoever hands a request on has put them there.
  provider.proxy = true;
  provider.on('server_error', (ctx: Context, error: Error) => {
    markIfTrouble(ctx, error);
    log.error({ err: error }, 'the sign-in provider failed');
  });
  provider.on('backchannel.success', recordTold);
  provider.on('backchannel.error', (_ctx: Context, error: Error) => {
    log.warn({ err: error }, 'a platform could not be told of a sign-out; it will be tried again');
  });
  provider.Client.prototype.compareClientSecret = async function (this: Client, typed) {
    const platform = await directory.find(this.clientId);
    const secrets = platform === null ? [] : listSecrets(platform, parts);
    return secrets.filter((secret) => isEqualText(secret, typed)).length > 0;
  };
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
  console.warn = (text: unknown) => log.debug({ text }, 'a warning of the provider library');
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}
