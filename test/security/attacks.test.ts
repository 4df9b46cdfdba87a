import bcrypt from 'bcrypt';
import { idOf, people } from '../candidate/filing/filing';
import { useDevice } from '../support/device';
import { refreshDynamicPassword } from '../support/dynamic-password';
import { answerPicture } from '../support/picture-code';
import { bound } from '../support/security-steps';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../support/test-client';

const WRONG = 'Wrong#2021xx';
/** 考生号 that nobody has. */
const nobody = (at: number) => `2141019${String(1_000_000 + at)}`;

/** Hashes cost nothing here, and are counted. */
function countHashes() {
  return {
    compare: jest
      .spyOn(bcrypt, 'compare')
      .mockImplementation(async (typed: string | Buffer) => typed === demoPassword),
    hash: jest.spyOn(bcrypt, 'hash').mockImplementation(async (typed: string | Buffer) => `hash of ${typed}`),
  };
}

describe('an attack beside honest pupils', () => {
  let app: TestApp;
  let hashes: ReturnType<typeof countHashes>;
  beforeAll(async () => {
    app = await startTestApp({
      env: { TRUSTED_PROXIES: 'loopback', ALARM_SAME_PASSWORD: '1000000', ALARM_EVERYWHERE: '1000000' },
    });
  });
  beforeEach(async () => {
    hashes = countHashes();
    await app.database.knex('throttles').delete();
    await app.database.knex('trusted_devices').delete();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => app.close());

  const headersOf = (address: string) => ({ headers: { 'x-forwarded-for': address }, follow: false });

  async function openBrowser(device: string): Promise<TestClient> {
    const client = createTestClient(app.url);
    useDevice(app, client, device);
    await client.get('/sign-in');
    return client;
  }

  /** Tries with a fresh cookie and another number each, past the pages, which cost the enemy nothing. */
  async function attack(addressOf: (at: number) => string, count = 1000): Promise<string[]> {
    const outcomes: string[] = [];
    for (let begun = 0; begun < count; begun += 20) {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_none, index) => {
          const at = begun + index;
          return app.services.signIn.checkPassword({
            candidateNumber: nobody(at),
            password: WRONG,
            totp: '',
            pictured: false,
            origin: { address: addressOf(at), device: `fresh-cookie-${at}` },
            userAgent: 'attack',
          });
        }),
      );
      outcomes.push(...results.map(({ outcome }) => outcome));
    }
    return outcomes;
  }

  /** 50 sign-ins: half at browsers that the pupils have used before. @returns what became of each */
  async function signInHonest(addressOf: (at: number) => string): Promise<string[]> {
    const numbers = Object.values(people).filter((number) => number !== people.rural);
    const ends: string[] = [];
    for (let at = 0; at < 50; at += 1) {
      const number = numbers[at % numbers.length] ?? '';
      const known = at % 2 === 0;
      const client = await openBrowser(
        known ? `device-known-${number.slice(-9)}` : `device-new-${at}-`.padEnd(22, '-'),
      );
      const typed = { candidateNumber: number, password: demoPassword };
      let page = await client.post('/sign-in', typed, headersOf(addressOf(at)));
      if (page.status === 422 && !known)
        page = await client.post(
          '/sign-in',
          { ...typed, ...(await answerPicture(app, page)) },
          headersOf(addressOf(at)),
        );
      ends.push(`${known ? 'known' : 'new'} ${page.status}`);
    }
    return ends;
  }

  async function knowBrowsers(): Promise<void> {
    for (const number of Object.values(people)) {
      const device = useDevice(app, createTestClient(app.url), `device-known-${number.slice(-9)}`);
      const id = await idOf(app, number);
      await app.database.knex('trusted_devices').insert({ candidate_id: id, device });
    }
  }

  it.each([
    ['one address', () => '198.51.100.7', () => '198.51.100.7', 40],
    [
      'one IPv6 network',
      (at: number) => `2001:db8:1:2::${(at + 1).toString(16)}`,
      (at: number) => `2001:db8:1:2:ffff::${(at + 1).toString(16)}`,
      40,
    ],
    [
      'many networks of one site',
      (at: number) => `2001:db8:1:${(at % 500).toString(16)}::1`,
      (at: number) => `2001:db8:1:${(at % 500).toString(16)}::2`,
      160,
    ],
  ])(
    'of 1,000 tries from %s reaches few hashes, and refuses none of 50 beside it',
    async (_where, addressOf, honestAddressOf, most) => {
      await knowBrowsers();
      const outcomes = await attack(addressOf);
      expect(new Set(outcomes)).toEqual(new Set(['refused', 'pictureNeeded']));
      // One hash for each try that was let through, and never one that was not counted.
      const hashed = hashes.compare.mock.calls.length;
      expect(hashed).toBe(outcomes.filter((outcome) => outcome === 'refused').length);
      expect(hashed).toBe(most);
      const ends = await signInHonest(honestAddressOf);
      expect(new Set(ends)).toEqual(new Set(['known 303', 'new 303']));
    },
    120_000,
  );
});

describe('codes guessed with a fresh cookie for each try', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  beforeEach(async () => {
    countHashes();
    await app.database.knex('throttles').delete();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => app.close());

  const DAY_AT_ONCE = 100;
  /** Each from a network of its own: what one enemy has of them is stopped earlier. */
  const stranger = (at: number) => ({ address: `10.${at >> 8}.${at & 255}.1`, device: `fresh-cookie-${at}` });
  const own = { address: '10.0.0.1', device: 'device-of-the-owner-00' };

  async function findOwner(number: string): Promise<number> {
    const id = await idOf(app, number);
    await app.database
      .knex('trusted_devices')
      .insert({ candidate_id: id, device: own.device })
      .onConflict(['candidate_id', 'device'])
      .ignore();
    return id;
  }

  async function countTries(
    guess: (at: number) => Promise<{ outcome: string }>,
    count = 150,
  ): Promise<number> {
    const outcomes: string[] = [];
    for (let at = 0; at < count; at += 1) outcomes.push((await guess(at)).outcome);
    expect(outcomes.at(-1)).toBe('throttled');
    return outcomes.filter((outcome) => outcome !== 'throttled').length;
  }

  it.each([
    ['many networks', stranger, DAY_AT_ONCE + 1],
    ['one address', (at: number) => ({ ...stranger(at), address: '10.9.9.9' }), 10],
    ['one IPv6 network', (at: number) => ({ ...stranger(at), address: `2001:db8::${at}` }), 10],
  ])('动态密码, from %s, have a ceiling; the owner’s browser none of it', async (_where, originOf, most) => {
    const { proof } = app.services;
    const candidateId = await findOwner(bound.totp);
    const guess = (at: number) => proof.proveTotp({ candidateId, origin: originOf(at) }, '00000000');
    expect(await countTries(guess)).toBe(most);
    for (let at = 0; at < 3; at += 1)
      expect((await proof.proveTotp({ candidateId, origin: own }, '00000000')).outcome).toBe('wrong');
    const answer = await refreshDynamicPassword(app, bound.totp);
    expect((await proof.proveTotp({ candidateId, origin: own }, answer)).outcome).toBe('proved');
  });

  it.each(['reset', 'abandon', 'bind', 'thaw', 'risk', 'phoneOld'] as const)(
    'message codes of %s have one ceiling, in however many journeys; the owner’s browser none of it',
    async (purpose) => {
      const { proof } = app.services;
      const candidateId = await findOwner(bound.phone);
      const guess = (at: number) =>
        proof.proveCode({ candidateId, purpose, journey: `j${at}`, origin: stranger(at) }, '000000');
      expect(await countTries(guess)).toBe(DAY_AT_ONCE + 1);
      const request = { candidateId, purpose, journey: 'own', origin: own };
      expect((await proof.proveCode(request, '000000')).outcome).toBe('noCode');
    },
  );

  it('a phrase has three tries a day elsewhere, and three at the owner’s browser', async () => {
    const { proof } = app.services;
    const candidateId = await findOwner(bound.phrase);
    const at = (origin: typeof own) =>
      proof.prove({ candidateId, purpose: 'abandon', journey: 'j', origin }, 'wrong');
    const outcomes: string[] = [];
    for (let tried = 0; tried < 5; tried += 1) outcomes.push((await at(stranger(tried))).outcome);
    expect(outcomes).toEqual(['wrong', 'wrong', 'wrong', 'throttled', 'throttled']);
    expect((await at(own)).outcome).toBe('wrong');
  });

  it('柜台码 and 动态密码 of officers have ceilings, whatever the cookie', async () => {
    const origin = (at: number) => ({ ...stranger(at), address: '10.9.9.9' });
    const { counterCodes, office } = app.services;
    const statuses: string[] = [];
    for (let at = 0; at < 14; at += 1) {
      const typed = { candidateNumber: bound.phone, code: 'AAAAA-AAAAA', origin: origin(at) };
      statuses.push((await counterCodes.enter(typed)).outcome);
    }
    expect(statuses.filter((status) => status === 'unknown')).toHaveLength(10);
    const tries: string[] = [];
    for (let at = 0; at < 14; at += 1) {
      const typed = { signInName: 'nobody-here', password: WRONG, totp: '00000000', origin: origin(at) };
      tries.push((await office.signIn.signIn(typed)).outcome);
    }
    expect(tries.filter((outcome) => outcome === 'refused')).toHaveLength(10);
  });

  it('the second page of 忘记密码 has a ceiling, and hashes nothing before the answer was right', async () => {
    const hash = jest.spyOn(bcrypt, 'hash');
    hash.mockClear();
    const candidateId = await findOwner(bound.phone);
    const reset = (journey: string, at: number) =>
      app.services.passwordReset.reset(
        { candidateId, journey, origin: stranger(at) },
        '000000',
        'Neues#2021xy',
      );
    const outcomes: string[] = [];
    for (let at = 0; at < 25; at += 1) outcomes.push((await reset('j', at)).outcome);
    expect(outcomes).toEqual([...Array(20).fill('unproved'), ...Array(5).fill('throttled')]);
    expect(hash).not.toHaveBeenCalled();
  });
});
