import { createPasswordResetService } from '../../../src/candidate/password-reset/password-reset.service';
import { indexIdentityNumber, sealIdentityNumber } from '../../../src/domain/candidates/sealed-values';
import type { ProofResult } from '../../../src/domain/identity/proof-result';
import { createCipher } from '../../../src/infrastructure/security/cipher';
import { ringOf } from '../../support/key-rings';
import { type Answer, scriptDatabase } from '../../support/scripted-database';

const NUMBER = '21410122150001';
const IDENTITY = '410122200305060018';
const NEXT = 'Sunflower-7-river';
const NOW = new Date('2021-06-26T12:00:00+08:00').getTime();
const origin = { address: '10.1.2.3', device: 'this device' };
const place = { candidateId: 7, journey: 'way', origin };

const cipher = createCipher(ringOf('data'), ringOf('index'));
const candidate = { id: 7, candidateNumber: NUMBER, name: '张 伟', bornOn: '2003-05-06' };

let clock: jest.SpyInstance;
beforeAll(() => {
  clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
});
afterAll(() => clock.mockRestore());

/** What stands when a password is reset. */
interface Scene {
  readonly proved?: ProofResult | Error;
  readonly full?: boolean;
  readonly trusted?: boolean;
  /** Rows that the new hash changes. */
  readonly changed?: number;
  readonly session?: string | null;
}

const sms: ProofResult = { outcome: 'proved', rung: 'sms', destinationIndex: null };

function build({ proved = sms, full = false, trusted = false, changed = 1, session = 'old' }: Scene = {}) {
  const steps: string[] = [];
  const keysOf = (values: readonly unknown[]) => (values[0] as readonly string[]).map((key) => ({ key }));
  const sealed = sealIdentityNumber(cipher, IDENTITY, NUMBER);
  const told: readonly (readonly [RegExp, (values: readonly unknown[]) => Answer])[] = [
    [
      /^insert into throttles/,
      (values) => {
        steps.push('charged');
        return full ? [] : keysOf(values);
      },
    ],
    [/^select key, expire/, (values) => keysOf(values).map((row) => ({ ...row, expire: NOW + 60_000 }))],
    [/from "trusted_devices"/, () => (trusted ? [{ device: 'this device' }] : [])],
    [/from credentials where candidate_id = \$1 for update/, () => [{ sessionId: session }]],
    [/"identity_number_cipher"/, () => [{ identity_number_cipher: sealed.cipher, candidate_number: NUMBER }]],
    [/^update "credentials"/, () => changed],
    [/^select id as "id"/, () => [candidate]],
    [/^select/, () => []],
  ];
  const { db, asked } = scriptDatabase((sql, values) => {
    const found = told.find(([start]) => start.test(sql));
    return found === undefined ? 1 : found[1](values);
  });
  const requests: unknown[] = [];
  const proof = {
    prove: async (request: unknown, answer: string) => {
      steps.push(`proved by ${answer}`);
      requests.push(request);
      if (proved instanceof Error) throw proved;
      return proved;
    },
    describeStep: async (request: unknown) => {
      requests.push(request);
      return { rung: 'sms', maskedPhone: '', code: null };
    },
    sendCode: async (request: unknown) => {
      requests.push(request);
      return { outcome: 'sent' };
    },
  } as never;
  const hasher = {
    reserve: () => {
      steps.push('kept');
      return {
        hash: async (password: string) => {
          steps.push('hashed');
          return `hash of ${password}`;
        },
        free: () => steps.push('freed'),
      };
    },
  } as never;
  const limits = { clear: async (...parts: string[]) => steps.push(`cleared ${parts.join(' ')}`) } as never;
  const visitors = {
    identify: jest.fn(async (given: unknown) => given),
    sendMessage: jest.fn(async (given: unknown) => given),
  };
  const service = createPasswordResetService({
    db,
    cipher,
    hasher,
    limits,
    proof,
    visitors: visitors as never,
  });
  const sentBy = (start: RegExp) => asked.filter(([sql]) => start.test(sql)).map(([, values]) => values);
  return { service, steps, requests, visitors, sentBy };
}

describe('a password that is reset by a proof', () => {
  it('is checked, charged, proved and hashed in this order, and everybody is told', async () => {
    const { service, steps, requests, sentBy } = build();
    expect(await service.reset(place, '012345', NEXT)).toEqual({ outcome: 'reset', endedSession: 'old' });
    expect(steps).toEqual(['charged', 'kept', 'proved by 012345', 'hashed', `cleared ${NUMBER} this device`]);
    expect(requests).toEqual([{ candidateId: 7, purpose: 'reset', journey: 'way', origin }]);
    expect(sentBy(/^update "credentials"/)[0]).toEqual(expect.arrayContaining([`hash of ${NEXT}`, 7]));
    expect(sentBy(/^insert into throttles/)[0]?.[0]).toEqual(
      expect.arrayContaining(['resetPassword-journey:way', 'resetPassword-subject:7']),
    );
    // A right try is given back.
    expect(sentBy(/^with locked/)).toHaveLength(1);
    expect(sentBy(/^insert into audit_entries/)[0]).toEqual(expect.arrayContaining(['resetPassword', '7']));
    expect(sentBy(/^insert into mails/)[0]).toEqual(expect.arrayContaining(['passwordReset']));
  });

  it('has no session to end where none was open', async () => {
    expect(await build({ session: null }).service.reset(place, '012345', NEXT)).toEqual({
      outcome: 'reset',
      endedSession: null,
    });
  });

  it.each([
    ['totp', true],
    ['wechat', true],
    ['sms', true],
    ['phrase', false],
  ] as const)('by %s makes the browser known: %p', async (rung, known) => {
    const { service, sentBy } = build({ proved: { ...sms, rung } });
    await service.reset(place, '012345', NEXT);
    expect(sentBy(/^insert into "trusted_devices"/)).toEqual(known ? [[7, 'this device']] : []);
    expect(JSON.stringify(sentBy(/^insert into audit_entries/))).toContain(rung);
  });

  it('counts by itself at a browser that is known', async () => {
    const { service, sentBy } = build({ trusted: true });
    await service.reset(place, '012345', NEXT);
    expect(sentBy(/^insert into throttles/)[0]?.[0]).toEqual(
      expect.arrayContaining(['resetPassword-own:7|this device']),
    );
  });

  it('that has faults charges and proves nothing', async () => {
    const { service, steps } = build();
    const personal = [NUMBER.slice(-6), IDENTITY.slice(-6), '20030506', '030506'];
    for (const fact of personal)
      expect(await service.reset(place, '012345', `Aa-${fact}-xyz`)).toEqual({
        outcome: 'faults',
        faults: ['personal'],
      });
    expect(await service.reset(place, '012345', 'Aa-1')).toEqual({ outcome: 'faults', faults: ['tooShort'] });
    expect(steps).toEqual([]);
  });

  it('waits where it was tried too often, before a code is used up', async () => {
    const { service, steps } = build({ full: true });
    expect(await service.reset(place, '012345', NEXT)).toEqual({
      outcome: 'throttled',
      until: new Date(NOW + 60_000),
    });
    expect([...new Set(steps)]).toEqual(['charged']);
  });

  it.each(['wrong', 'noCode', 'notOffered'] as const)('is not, by an answer that is %s', async (outcome) => {
    const proved = (outcome === 'wrong' ? { outcome, triesLeft: 1 } : { outcome }) as ProofResult;
    const { service, steps, sentBy } = build({ proved });
    expect(await service.reset(place, '012345', NEXT)).toEqual({ outcome: 'unproved', proof: proved });
    expect(steps).toEqual(['charged', 'kept', 'proved by 012345', 'freed']);
    expect(sentBy(/^update "credentials"/)).toEqual([]);
  });

  it('keeps no place where the proof fails by itself', async () => {
    const { service, steps } = build({ proved: new Error('gone') });
    await expect(service.reset(place, '012345', NEXT)).rejects.toThrow('gone');
    expect(steps).toEqual(['charged', 'kept', 'proved by 012345', 'freed']);
  });

  it('fails where the row is not there', async () => {
    await expect(build({ changed: 0 }).service.reset(place, '012345', NEXT)).rejects.toThrow(
      '0 rows changed',
    );
  });
});

describe('the way to it', () => {
  it('asks for the step, and for its code, for a reset in this journey', async () => {
    const { service, requests } = build();
    expect(await service.getPage(place)).toEqual({
      candidate,
      step: { rung: 'sms', maskedPhone: '', code: null },
    });
    expect(await service.sendCode(place)).toEqual({ outcome: 'sent' });
    const request = { candidateId: 7, purpose: 'reset', journey: 'way', origin };
    expect(requests).toEqual([request, request]);
  });

  const facts = { candidateNumber: NUMBER, identityNumber: IDENTITY, name: '张伟' };
  const person = { id: 7, candidateNumber: NUMBER, name: '张 伟' };
  const identityNumberIndex = indexIdentityNumber(cipher, IDENTITY);

  it('begins with facts, which fit one person in all of them', async () => {
    const { service, visitors, sentBy } = build();
    const code = { by: 'picture', id: 'p', typed: 'abcd' } as const;
    await service.checkFacts({ facts, origin, code });
    await service.sendMessage({ facts, origin, journey: 'way' });
    const [[checked], [sent]] = [
      visitors.identify.mock.calls[0] ?? [],
      visitors.sendMessage.mock.calls[0] ?? [],
    ];
    expect(checked).toMatchObject({ key: NUMBER, origin, code });
    expect(sent).toMatchObject({ key: NUMBER, origin, journey: 'way' });
    const { fits, find } = checked as {
      fits: (person: object) => boolean;
      find: () => Promise<unknown>;
    };
    expect(await find()).toBeNull();
    expect(sentBy(/candidate_number/).at(-1)).toEqual(expect.arrayContaining([NUMBER]));
    expect(fits({ ...person, identityNumberIndex })).toBe(true);
    expect(fits({ ...person, name: '张伟伟', identityNumberIndex })).toBe(false);
    const other = indexIdentityNumber(cipher, '410122200305060026');
    expect(fits({ ...person, identityNumberIndex: other })).toBe(false);
  });
});
