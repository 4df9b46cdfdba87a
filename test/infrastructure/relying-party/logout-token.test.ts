import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { createLogoutTokenCheck } from '../../../src/infrastructure/relying-party/logout-token';

const ISSUER = 'https://account.example/account/oidc';
const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };

describe('a logout token', () => {
  let key: CryptoKey;
  let published: JWK;
  let asked = 0;

  beforeAll(async () => {
    const pair = await generateKeyPair('ES256');
    key = pair.privateKey;
    published = { ...(await exportJWK(pair.publicKey)), kid: 'first', alg: 'ES256' };
  });
  beforeEach(() => {
    asked = 0;
  });

  const createCheck = () =>
    createLogoutTokenCheck({
      issuer: ISSUER,
      clientId: 'candidate-platform',
      fetchKeys: async () => {
        asked += 1;
        return { keys: [published] };
      },
    });
  const sign = (claims: object = {}, header: object = {}, signer: CryptoKey | Uint8Array = key) =>
    new SignJWT({ sid: 's', sub: 'p', events: EVENTS, iss: ISSUER, aud: 'candidate-platform', ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'logout+jwt', kid: 'first', ...header })
      .setExpirationTime('exp' in claims ? (claims.exp as number) : '2m')
      .sign(signer);

  it('names the session that ended', async () => {
    expect(await createCheck()(await sign())).toEqual({ sid: 's', subject: 'p' });
  });

  it.each([
    ['from another provider', { iss: 'https://elsewhere.example' }, {}],
    ['to another platform', { aud: 'another' }, {}],
    ['that is over', { exp: Math.floor(Date.now() / 1000) - 60 }, {}],
    ['with a nonce, as an ID token has', { nonce: 'n' }, {}],
    ['of another event', { events: { 'urn:other': {} } }, {}],
    ['of no event', { events: undefined }, {}],
    ['of no session', { sid: undefined }, {}],
    ['of nobody', { sub: undefined }, {}],
    ['of another type', {}, { typ: 'JWT' }],
  ])('%s is refused', async (_name, claims, header) => {
    expect(await createCheck()(await sign(claims, header))).toBeNull();
  });

  it('is refused where it is signed by another key, or with another algorithm', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect(await createCheck()(await sign({}, {}, privateKey))).toBeNull();
    const secret = new TextEncoder().encode(JSON.stringify(published).padEnd(64, 'x'));
    expect(await createCheck()(await sign({}, { alg: 'HS256' }, secret))).toBeNull();
    expect(await createCheck()('a.b.c')).toBeNull();
  });

  it('whose key nobody has makes nobody ask for keys all the time', async () => {
    const check = createCheck();
    const unknown = await sign({}, { kid: 'unknown' });
    for (let time = 0; time < 5; time += 1) expect(await check(unknown)).toBeNull();
    expect(asked).toBe(1);
    expect(await check(await sign())).toEqual({ sid: 's', subject: 'p' });
    expect(asked).toBe(1);
  });
});
