import * as oidc from 'openid-client';
import { editPlatform, endFormerSecret, rotateSecret } from '../../../src/account/platforms/platform-changes';
import { type PathBrowser, signInBrowser, startPlatformApp } from '../../support/platforms';
import type { TestApp } from '../../support/test-app';
import {
  askForTokens,
  authorize,
  exchange,
  type OutsideParty,
  pathOf,
  prepare,
  startParty,
} from './outside-party';

type Known = Readonly<Record<string, unknown>>;

/**
 * One proof for each entry of the discovery document: that what it names works, and that what it does not name does
 * not. An entry without a proof fails, and so does a proof without an entry.
 */
describe('the discovery document says what the provider does', () => {
  let app: TestApp;
  let party: OutsideParty;
  let browser: PathBrowser;
  let known: Known;

  beforeAll(async () => {
    app = await startPlatformApp();
    party = await startParty(app, 'library');
    await editPlatform(
      app.database.knex,
      'library',
      { scopes: ['openid', 'profile', 'identity'] },
      app.config.outboundAllow,
    );
    browser = await signInBrowser(app, 'suwanqing');
    known = (await (await ask('/account/oidc/.well-known/openid-configuration')).json()) as Known;
  });
  afterAll(async () => {
    await party.close();
    await app.close();
  });

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, app.url), { redirect: 'manual', ...init });
  const all = { scope: 'openid profile identity' };
  const list = (entry: string) => known[entry] as readonly string[];

  /** Signs in with a changed request. @returns where the browser was sent; '' where it was refused on the spot */
  async function tryWith(change: Readonly<Record<string, string>>): Promise<URL | null> {
    const { url } = await prepare(party, { ...all, ...change });
    const response = await browser.ask(pathOf(url));
    const location = response.headers.get('location');
    return location === null ? null : new URL(location, app.url);
  }

  async function signIn(change: Readonly<Record<string, string>> = {}) {
    const attempt = await prepare(party, { ...all, ...change });
    const back = await authorize(browser, attempt);
    return { attempt, back, tokens: await exchange(party, back, attempt) };
  }

  async function expectChoice(parameter: string, entry: string, others: readonly string[]): Promise<void> {
    await signIn();
    for (const value of list(entry))
      expect((await tryWith({ [parameter]: value }))?.searchParams.get('code')).toBeTruthy();
    for (const value of others) {
      if (list(entry).includes(value)) continue;
      const to = await tryWith({ [parameter]: value });
      expect([value, to?.href ?? '']).toEqual([value, expect.not.stringContaining('code=')]);
    }
  }

  const fieldsOf = (back: URL, verifier: string) => ({
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    code_verifier: verifier,
    redirect_uri: party.redirectUri,
  });

  const proofs: Readonly<Record<string, () => Promise<void>>> = {
    async issuer() {
      const { tokens, back } = await signIn();
      expect(tokens.claims()?.iss).toBe(known.issuer);
      expect(back.searchParams.get('iss')).toBe(known.issuer);
      const again = await oidc.discovery(new URL(String(known.issuer)), 'library', undefined, undefined, {
        execute: [oidc.allowInsecureRequests],
      });
      expect(again.serverMetadata().issuer).toBe(known.issuer);
    },
    authorization_endpoint: async () => {
      const { url } = await prepare(party);
      expect(url.href.startsWith(String(known.authorization_endpoint))).toBe(true);
      const response = await browser.ask(url.pathname, { method: 'POST', body: url.searchParams });
      const asked = response.headers.get('location') ?? '';
      expect([response.status, asked]).toEqual([303, pathOf(url)]);
      expect((await browser.ask(asked)).headers.get('location')).toContain('code=');
      const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
      expect((await browser.ask(url.pathname, json)).status).toBe(415);
    },
    authorization_response_iss_parameter_supported: () => proofs.issuer?.() ?? Promise.reject(),
    async token_endpoint() {
      expect(party.configuration.serverMetadata().token_endpoint).toBe(known.token_endpoint);
      await signIn();
    },
    async userinfo_endpoint() {
      const { tokens } = await signIn();
      for (const method of ['GET', 'POST']) {
        const headers = { authorization: `Bearer ${tokens.access_token}` };
        const response = await fetch(String(known.userinfo_endpoint), { method, headers });
        expect([method, await response.json()]).toEqual([
          method,
          expect.objectContaining({ name: '苏晚晴' }),
        ]);
      }
    },
    async jwks_uri() {
      const { keys } = (await (await fetch(String(known.jwks_uri))).json()) as { keys: object[] };
      expect(keys).toEqual([expect.objectContaining({ alg: 'ES256', use: 'sig' })]);
    },
    async end_session_endpoint() {
      const { tokens } = await signIn();
      const fields = new URLSearchParams({ id_token_hint: tokens.id_token ?? '', state: 'x' });
      const path = new URL(String(known.end_session_endpoint)).pathname;
      const posted = await browser.ask(path, { method: 'POST', body: fields });
      expect([posted.status, posted.headers.get('location')]).toEqual([303, `${path}?${fields}`]);
      for (const way of [`${path}?${fields}`, path])
        expect((await browser.get(way)).text).toContain('是否同时退出学信网账号');
      expect((await browser.ask(path, { method: 'POST' })).status).toBe(303);
    },
    response_types_supported: () =>
      expectChoice('response_type', 'response_types_supported', ['token', 'id_token', 'code token', 'none']),
    response_modes_supported: () =>
      expectChoice('response_mode', 'response_modes_supported', [
        'fragment',
        'form_post',
        'web_message',
        'jwt',
        'query.jwt',
      ]),
    code_challenge_methods_supported: () =>
      expectChoice('code_challenge_method', 'code_challenge_methods_supported', ['plain']),
    async grant_types_supported() {
      const attempt = await prepare(party, all);
      const code = await authorize(browser, attempt);
      for (const type of [
        'refresh_token',
        'client_credentials',
        'password',
        'implicit',
        'urn:ietf:params:oauth:grant-type:device_code',
      ]) {
        if (list('grant_types_supported').includes(type)) throw new Error(`${type} wants a proof`);
        const { body } = await askForTokens(app, party, {
          ...fieldsOf(code, attempt.verifier),
          grant_type: type,
        });
        expect([type, body.error]).toEqual([
          type,
          expect.stringMatching(/unsupported_grant_type|unauthorized_client|invalid_request/),
        ]);
      }
      expect((await askForTokens(app, party, fieldsOf(code, attempt.verifier))).status).toBe(200);
    },
    async token_endpoint_auth_methods_supported() {
      const { secret } = party;
      const ways: Readonly<Record<string, [Record<string, string>, Record<string, string>]>> = {
        client_secret_basic: [{}, {}],
        client_secret_post: [{ client_id: 'library', client_secret: secret }, { authorization: '' }],
        none: [{ client_id: 'library' }, { authorization: '' }],
      };
      for (const [way, [fields, headers]] of Object.entries(ways)) {
        const attempt = await prepare(party, all);
        const code = await authorize(browser, attempt);
        const { status } = await askForTokens(
          app,
          party,
          { ...fieldsOf(code, attempt.verifier), ...fields },
          headers,
        );
        expect([way, status === 200]).toEqual([
          way,
          list('token_endpoint_auth_methods_supported').includes(way),
        ]);
      }
      expect(list('token_endpoint_auth_methods_supported').filter((way) => !(way in ways))).toEqual([]);
    },
    async scopes_supported() {
      const { tokens } = await signIn();
      expect(tokens.scope?.split(' ').toSorted()).toEqual([...list('scopes_supported')].toSorted());
      const more = await signIn({ scope: 'openid phone email address offline_access' });
      expect([more.tokens.scope, more.tokens.refresh_token]).toEqual(['openid', undefined]);
    },
    async claims_supported() {
      const { tokens } = await signIn();
      const info = await oidc.fetchUserInfo(
        party.configuration,
        tokens.access_token,
        tokens.claims()?.sub ?? '',
      );
      const given = new Set([...Object.keys(tokens.claims() ?? {}), ...Object.keys(info)]);
      for (const claim of list('claims_supported')) expect([claim, given.has(claim)]).toEqual([claim, true]);
      for (const person of Object.keys(info)) expect(list('claims_supported')).toContain(person);
    },
    async subject_types_supported() {
      const { tokens } = await signIn();
      expect(list('subject_types_supported')).toEqual(['public']);
      const person = await app.database.knex('persons').where({ name: '苏晚晴' }).first('subject');
      expect(tokens.claims()?.sub).toBe(person?.subject);
    },
    async id_token_signing_alg_values_supported() {
      const { tokens } = await signIn();
      const head = JSON.parse(
        Buffer.from((tokens.id_token ?? '').split('.')[0] ?? '', 'base64url').toString(),
      );
      expect(list('id_token_signing_alg_values_supported')).toEqual([head.alg]);
    },
    async claims_parameter_supported() {
      const { tokens } = await signIn({ claims: JSON.stringify({ id_token: { name: null } }) });
      expect([known.claims_parameter_supported, tokens.claims()?.name]).toEqual([false, undefined]);
    },
    async request_uri_parameter_supported() {
      const to = await tryWith({ request_uri: 'https://example.com/request' });
      expect([known.request_uri_parameter_supported, to?.searchParams.get('error') ?? 'refused']).toEqual([
        false,
        expect.stringMatching(/request_uri_not_supported|refused/),
      ]);
    },
    async backchannel_logout_supported() {
      await signIn();
      party.told.length = 0;
      await browser.get('/account');
      await browser.post('/account/sign-out');
      await app.services.accountPlatforms.provider.signOuts.settle();
      expect(known.backchannel_logout_supported).toBe(party.told.length === 1);
      browser = await signInBrowser(app, 'suwanqing');
    },
    async backchannel_logout_session_supported() {
      const [told = ''] = party.told;
      const token = JSON.parse(Buffer.from(told.split('.')[1] ?? '', 'base64url').toString());
      expect(known.backchannel_logout_session_supported).toBe(typeof token.sid === 'string');
    },
    async claim_types_supported() {
      expect(list('claim_types_supported')).toEqual(['normal']);
    },
  };

  it('has a proof for each entry, and no proof for what is not there', () => {
    expect(Object.keys(known).toSorted()).toEqual(Object.keys(proofs).toSorted());
  });

  it.each(Object.keys(proofs))('%s', async (entry) => {
    await proofs[entry]?.();
  });

  it('takes two secrets while one follows the other, and then the new one alone', async () => {
    const { knex } = app.database;
    const tryWithSecret = async (secret: string) => {
      const attempt = await prepare(party, all);
      const code = await authorize(browser, attempt);
      return (await askForTokens(app, { ...party, secret }, fieldsOf(code, attempt.verifier))).status;
    };
    const rotated = await rotateSecret(knex, app.services.cipher, 'library');
    const next = rotated.outcome === 'rotated' ? rotated.secret : '?';
    expect([await tryWithSecret(party.secret), await tryWithSecret(next), await tryWithSecret('x')]).toEqual([
      200, 200, 401,
    ]);
    expect((await rotateSecret(knex, app.services.cipher, 'library')).outcome).toBe('twoAlready');
    expect(await endFormerSecret(knex, 'library')).toBe('ended');
    expect([await tryWithSecret(party.secret), await tryWithSecret(next)]).toEqual([401, 200]);
  });

  it('takes what a platform may no longer see out of consents, and its tokens end', async () => {
    const { knex } = app.database;
    const before = await knex('oidc_records').where({ platform_code: 'library' });
    expect(before.length).toBeGreaterThan(0);
    await editPlatform(knex, 'library', { scopes: ['openid', 'profile'] }, app.config.outboundAllow);
    expect(await knex('oidc_records').where({ platform_code: 'library' })).toEqual([]);
    const consent = await knex('platform_consents')
      .where({ platform_code: 'library' })
      .whereNull('withdrawn_at');
    expect(consent.map(({ scopes }) => scopes)).toEqual([['openid', 'profile']]);
  });
});
