import type { JSONWebKeySet } from 'jose';
import type { Configuration } from 'openid-client';
import { bindParts } from '../bind-parts';
import { wallClock } from '../clock';
import { AppError } from '../errors';
import { type OpenedAt, requireWayBack } from '../way-back';
import { createLogoutTokenCheck } from './logout-token';

/** What a browser takes along to the provider and must bring back; kept at the platform meanwhile. */
export interface SignInRequest {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The person has to have signed in since, in seconds of Unix time; left out where an older sign-in will do. */
  readonly since?: number;
}

/** Somebody whom the provider has named. */
export interface Arrived {
  readonly subject: string;
  /** The provider's session, as this platform knows it. */
  readonly sid: string;
  /** Serves as the hint at 退出. */
  readonly idToken: string;
  /** What the person lets this platform see. */
  readonly claims: Readonly<Record<string, unknown>>;
}

interface RelyingPartyParts {
  readonly issuer: URL;
  readonly clientId: string;
  /** As it is now: the provider may have turned to another key. */
  readonly clientSecret: () => string;
  readonly redirectUri: string;
  readonly fetch: (url: string, options: RequestInit) => Promise<Response>;
}

/** What all the steps work with. */
function gatherParts(parts: RelyingPartyParts) {
  const { issuer, clientId, clientSecret } = parts;
  const load = () => import('openid-client');
  const asked: { discovering: Promise<Configuration> | null; secret: string } = {
    discovering: null,
    secret: '',
  };
  function discover(): Promise<Configuration> {
    const secret = clientSecret();
    if (asked.secret !== secret) Object.assign(asked, { discovering: null, secret });
    asked.discovering ??= load()
      .then((oidc) =>
        oidc.discovery(
          issuer,
          clientId,
          { client_secret: secret, id_token_signed_response_alg: 'ES256' },
          oidc.ClientSecretBasic(secret),
          {
            [oidc.customFetch]: (url, options) => parts.fetch(url, options as RequestInit),
            execute: issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
          },
        ),
      )
      .catch((error: unknown) => {
        // Not kept: the next request asks again.
        asked.discovering = null;
        throw providerAway(error);
      });
    return asked.discovering;
  }
  const checkLogoutToken = createLogoutTokenCheck({
    issuer: issuer.href,
    clientId,
    async fetchKeys() {
      const { jwks_uri: address = '' } = (await discover()).serverMetadata();
      return (await (await parts.fetch(address, {})).json()) as JSONWebKeySet;
    },
  });
  return { ...parts, load, discover, checkLogoutToken };
}

type Parts = ReturnType<typeof gatherParts>;

/** A client of the provider (`openid-client`): code flow with PKCE, state and nonce; ES256 and no other signature. */
export function createRelyingParty(given: RelyingPartyParts) {
  const parts = gatherParts(given);
  return {
    ...bindParts(parts, { begin, complete, buildSignOutUrl }),
    /** Reads what the provider's server tells; null for anything that it did not say to this platform, just now. */
    readLogoutToken: parts.checkLogoutToken,
  };
}

/** One platform as a client of the provider. */
export type RelyingParty = ReturnType<typeof createRelyingParty>;

/**
 * Begins a sign-in; `afresh`: by the password, or whatever stands in its place, now.
 * @returns where the browser goes, and what must come back.
 * @throws AppError otherAddress where it would not come back to the browser's own cookies.
 */
async function begin(
  { load, discover, redirectUri }: Parts,
  openedAt: OpenedAt,
  { scope, afresh = false }: { readonly scope: string; readonly afresh?: boolean },
): Promise<{ readonly url: string; readonly request: SignInRequest }> {
  requireWayBack(openedAt, redirectUri);
  const oidc = await load();
  const request = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    ...(afresh ? { since: Math.floor(wallClock() / 1000) } : {}),
  };
  const url = oidc.buildAuthorizationUrl(await discover(), {
    redirect_uri: redirectUri,
    scope,
    state: request.state,
    nonce: request.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(request.verifier),
    code_challenge_method: 'S256',
    ...(afresh ? { prompt: 'login' } : {}),
  });
  return { url: url.href, request };
}

/** Reads what came back. @returns null where it is not the answer to this request. */
async function complete(
  { load, discover }: Parts,
  currentUrl: URL,
  { state, nonce, verifier, since = 0 }: SignInRequest,
): Promise<Arrived | null> {
  const oidc = await load();
  const configuration = await discover();
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, currentUrl, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const { id_token: idToken } = tokens;
    const named = tokens.claims();
    if (named === undefined || typeof named.sid !== 'string' || idToken === undefined) return null;
    // A browser may leave out max_age, which it was told to send: only the time in the token counts.
    if (since > 0 && (named.auth_time ?? 0) < since) return null;
    const { sub, sid } = named;
    const claims = await oidc.fetchUserInfo(configuration, tokens.access_token, sub);
    return { subject: sub, sid, idToken, claims };
  } catch (error) {
    if (isRefusal(error)) return null;
    throw providerAway(error);
  }
}

/** Where a browser signs out. */
async function buildSignOutUrl(
  { load, discover }: Parts,
  idToken: string,
  returnUri: string,
): Promise<string> {
  const oidc = await load();
  const parameters = { id_token_hint: idToken, post_logout_redirect_uri: returnUri };
  return oidc.buildEndSessionUrl(await discover(), parameters).href;
}

/** The provider did not answer, or answered that it cannot now. */
function providerAway(cause: unknown): AppError {
  const told = new AppError('providerAway', 503, { seconds: 10 });
  told.cause = cause;
  return told;
}

/** What the provider refused, or what does not fit the request; anything else is a fault of ours. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['AuthorizationResponseError', 'ResponseBodyError', 'ClientError', 'OperationProcessingError'].includes(
      error.name,
    )
  );
}
