import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as oidc from 'openid-client';
import { registerPlatform } from '../../../src/account/platforms/registration';
import { consentTo, type PathBrowser, type PathPage } from '../../support/platforms';
import type { TestApp } from '../../support/test-app';

/** A platform of somebody else's, on a server of its own, by `openid-client`. */
export interface OutsideParty {
  readonly code: string;
  readonly secret: string;
  readonly redirectUri: string;
  readonly configuration: oidc.Configuration;
  /** Logout tokens that came, newest last. */
  readonly told: string[];
  /** What the platform's own server answers to a logout token. */
  answer: number;
  close(): Promise<void>;
}

export interface Attempt {
  readonly url: URL;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Registers a platform and starts its server. */
export async function startParty(app: TestApp, code: string, sees: 'profile' | null = 'profile') {
  const told: string[] = [];
  const server = createServer(async (req, res) => {
    if (req.method === 'POST') told.push((await readBody(req)).get('logout_token') ?? '');
    res.statusCode = req.method === 'POST' ? party.answer : 200;
    res.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const redirectUri = `${origin}/return`;
  const secret = await registerPlatform(app.database.knex, app.services.cipher, {
    code,
    name: `平台 ${code}`,
    homeUri: origin,
    redirectUris: [redirectUri],
    signOutUris: [`${origin}/bye`],
    backChannelUri: `${origin}/back-channel`,
    scopes: sees === null ? ['openid'] : ['openid', sees],
  });
  if (secret === null) throw new Error(`${code} is taken`);
  const configuration = await oidc.discovery(
    new URL('/account/oidc', app.url),
    code,
    { id_token_signed_response_alg: 'ES256' },
    oidc.ClientSecretBasic(secret),
    { execute: [oidc.allowInsecureRequests] },
  );
  const party: OutsideParty = {
    code,
    secret,
    redirectUri,
    configuration,
    told,
    answer: 200,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return party;
}

async function readBody(req: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of req) body += chunk;
  return new URLSearchParams(body);
}

/** A request as a platform makes it; `change` puts other parameters in, or takes them out with ''. */
export async function prepare(
  party: OutsideParty,
  change: Readonly<Record<string, string>> = {},
): Promise<Attempt> {
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  const url = oidc.buildAuthorizationUrl(party.configuration, {
    redirect_uri: party.redirectUri,
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  for (const [name, value] of Object.entries(change)) {
    if (value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return { url, state, nonce, verifier };
}

export const pathOf = ({ pathname, search }: URL) => `${pathname}${search}`;

/** Goes through with a request at a browser that is signed in, over the consent where it is asked. @returns the return address */
export async function authorize(browser: PathBrowser, { url }: Attempt): Promise<URL> {
  let page: PathPage = await browser.get(pathOf(url));
  page = await goOn(browser, page);
  if (page.text.includes('将看到您的以下信息')) page = await goOn(browser, await consentTo(browser, page));
  if (!page.url.startsWith('http')) throw new Error(`it went no further than ${page.url}: ${page.text}`);
  return new URL(page.url);
}

/** Follows the page that stands between a form and another origin. */
export async function goOn(browser: PathBrowser, page: PathPage): Promise<PathPage> {
  const onward = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(page.html)?.[1];
  return onward === undefined ? page : browser.get(pathOf(new URL(onward.replaceAll('&amp;', '&'))));
}

/** Takes a code in. @throws what the client finds wrong */
export function exchange(party: OutsideParty, back: URL, { state, nonce, verifier }: Attempt) {
  return oidc.authorizationCodeGrant(party.configuration, back, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
}

/** Posts to the token endpoint as it is told; basic authentication of `party` unless other headers are given. */
export async function askForTokens(
  app: TestApp,
  party: OutsideParty,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const basic = Buffer.from(`${party.code}:${party.secret}`).toString('base64');
  const response = await fetch(new URL('/account/oidc/token', app.url), {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, ...headers },
    body: new URLSearchParams(fields),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
