import type { FactorRecord } from '../../../src/domain/identity/factor.repository';
import { totpContext } from '../../../src/domain/identity/factor.repository';
import { createProofService } from '../../../src/domain/identity/proof.service';
import type { ProofRequest } from '../../../src/domain/identity/proof-parts';
import { sealPhone } from '../../../src/domain/phones/phone.repository';
import { createCipher } from '../../../src/infrastructure/security/cipher';
import { createKeyedHash } from '../../../src/infrastructure/security/keyed-hash';
import type { RulePack } from '../../../src/rules/pack/rule-pack';
import { loadPack } from '../../rules/filing/filing';
import { ringOf } from '../../support/key-rings';
import { type Answer, scriptDatabase } from '../../support/scripted-database';

export const NOW = new Date('2021-06-26T12:00:00+08:00').getTime();
export const NUMBER = '21410122150001';
export const PHONE = '15912340845';
export const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const BOUND = new Date(NOW - 3_600_000);

export const cipher = createCipher(ringOf('data'), ringOf('index'));
export const keyed = createKeyedHash(ringOf('codes'));

export const nothingBound: FactorRecord = {
  candidateId: 7,
  candidateNumber: NUMBER,
  totpSecretCipher: null,
  totpPendingCipher: null,
  totpBoundAt: null,
  phraseHash: null,
  phraseChangesAt: null,
  phoneCipher: null,
  phoneIndex: null,
  phoneBoundAt: null,
  wechatCipher: null,
  wechatIndex: null,
  wechatBoundAt: null,
  passwordHash: 'hash',
  resetAt: null,
  counterBindings: [],
  hasPhrase: false,
};

const sealed = sealPhone(cipher, PHONE, NUMBER);

/** What each factor adds to somebody who has bound nothing. */
export const bound = {
  totp: { totpSecretCipher: cipher.encrypt(SECRET, totpContext(7)), totpBoundAt: BOUND },
  wechat: {
    wechatCipher: Buffer.from('wechat'),
    wechatIndex: Buffer.from('wechat index'),
    wechatBoundAt: BOUND,
  },
  sms: { phoneCipher: sealed.cipher, phoneIndex: sealed.index, phoneBoundAt: BOUND },
  phrase: { phraseHash: 'phrase hash' },
} as const satisfies Readonly<Record<string, Partial<FactorRecord>>>;

/** What the tables have and what each statement comes to. */
export interface Scene {
  readonly factors?: Partial<FactorRecord>;
  readonly trusted?: boolean;
  /** Nothing is left of the tries. */
  readonly full?: boolean;
  readonly code?: {
    readonly id: number;
    readonly serialNumber: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
    readonly triesLeft: number;
  };
  readonly tried?: { readonly code: string; readonly triesLeft: number };
  /** Rows that a code, or a 动态密码, changes when it is used up. */
  readonly used?: number;
  readonly pack?: (pack: RulePack) => RulePack;
}

export const request: ProofRequest = {
  candidateId: 7,
  purpose: 'risk',
  journey: 'sid',
  origin: { address: '10.1.2.3', device: 'this device' },
};

/** The hash under which a code of this request stands. */
export const hashOf = (code: string, { candidateId, purpose, journey }: ProofRequest = request) =>
  keyed(`code|${candidateId}|${purpose}|${journey}|${code}`);

type Told = readonly [start: RegExp, answer: (values: readonly unknown[]) => Answer];

/** The proof service over tables as a scene has them. */
export function buildProof(scene: Scene = {}) {
  const { trusted = false, full = false, code, tried, used = 1, pack = (one) => one } = scene;
  const factors = { ...nothingBound, ...scene.factors };
  const keysOf = (values: readonly unknown[]) => (values[0] as readonly string[]).map((key) => ({ key }));
  const told: readonly Told[] = [
    [/ from "candidates" inner join "credentials"/, () => [factors]],
    [/ from "trusted_devices"/, () => (trusted ? [{ device: 'this device' }] : [])],
    [/^insert into throttles/, (values) => (full ? [] : keysOf(values))],
    [
      /^select key, expire from throttles/,
      (values) => keysOf(values).map((row) => ({ ...row, expire: NOW + 90_000 })),
    ],
    [/^select .* from "message_codes"/, () => (code === undefined ? [] : [code])],
    [
      /^update "message_codes" set "tries_left"/,
      () =>
        tried === undefined
          ? []
          : [
              {
                id: 3,
                code_hash: hashOf(tried.code, asked.at ?? request),
                destination_index: Buffer.from('to'),
                tries_left: tried.triesLeft,
              },
            ],
    ],
    [/^update "(message_codes" set "used_at|credentials" set "totp_last_counter)"/, () => used],
  ];
  const { db, asked: statements } = scriptDatabase((sql, values) => {
    const found = told.find(([start]) => start.test(sql));
    return found === undefined ? 1 : found[1](values);
  });
  /** The request whose code was sent. */
  const asked: { at: ProofRequest | null } = { at: null };
  const checkPhrase = jest.fn(async () => ({ outcome: 'noCode' }) as const);
  const rules = pack(loadPack('henan-2021'));
  const proof = createProofService({ db, cipher, pack: () => rules, keyed, checkPhrase });
  const sentBy = (start: RegExp) => statements.filter(([sql]) => start.test(sql)).map(([, values]) => values);
  return {
    db,
    proof,
    asked,
    checkPhrase,
    sentBy,
    /** The counters that were charged. */
    charged: () => sentBy(/^insert into throttles/).flatMap(([keys]) => keys as string[]),
    /** Whether a right answer was given back. */
    forgiven: () => sentBy(/^with locked/).length > 0,
  };
}
