import { readdirSync, readFileSync } from 'node:fs';
import { presentNumberText } from '../../../src/candidate/forgotten-number/number.presenter';
import {
  type AccountCodePurpose,
  presentAccountCode,
} from '../../../src/domain/accounts/account-code.presenter';
import { accountMailKinds, presentAccountSms } from '../../../src/domain/accounts/account-sms.presenter';
import { counterPurposes } from '../../../src/domain/counter-codes/purpose';
import { presentPurpose } from '../../../src/domain/counter-codes/purpose.presenter';
import { presentCodeText } from '../../../src/domain/messages/code-text.presenter';
import { presentMailSms, toldKinds } from '../../../src/domain/messages/mail-sms.presenter';
import { composeSms, readWhole } from '../../../src/domain/messages/one-segment';
import { presentMessage } from '../../../src/domain/messages/present-message';
import { signText } from '../../../src/domain/messages/signature';
import { importKinds } from '../../../src/office/imports/kinds/import-kinds';
import type { CodePurpose } from '../../../src/rules/pack/rule-pack';

/** An SMS of UCS-2 holds 70 units; one more, and two leave. */
const SEGMENT = 70;
const AT = new Date('2021-06-26T18:00:00+08:00');
const longest = (texts: readonly string[]) => [...texts].sort((a, b) => b.length - a.length)[0] ?? '';

interface Shipped {
  readonly platform: { readonly office: string };
  readonly batches: readonly { readonly name: string }[];
}
const FOLDER = 'seeds/reference/rule-packs';
const packs = readdirSync(FOLDER).map((file): [string, Shipped] => [
  file,
  JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')),
]);
const henan = packs.find(([file]) => file === 'henan-2021.json')?.[1].platform.office ?? '';
const sms = (kind: string, text: string, office: string, addedByGateway = false) =>
  signText({ kind, channel: 'sms' }, text, { office, addedByGateway });

/** What an event may bring at its longest; the office is that of a development zone. */
const valuesOf = ({ batches }: Shipped) => ({
  at: AT,
  changesAt: AT,
  closesAt: AT,
  opensAt: AT,
  savedAt: AT,
  batch: longest(batches.map(({ name }) => name)),
  office: '郑州航空港经济综合实验区招生考试服务中心',
  purpose: longest(counterPurposes.map(presentPurpose)),
  list: longest(importKinds.map(({ name }) => name)),
  plan: '郑州大学体育学院（体育教育训练学）'.repeat(3),
  changes: '平行志愿1：郑州大学→河南大学；'.repeat(12),
  phone: '159****845',
  before: '136****678',
  saveNumber: 12,
  left: 10,
  count: 7,
  police: 'A4101220002021060001',
});

describe.each(packs)('SMS of %s', (_file, pack) => {
  const { office } = pack.platform;
  it.each(toldKinds)('%s: one segment, signed', (kind) => {
    const text = sms(kind, presentMailSms(kind, valuesOf(pack)), office);
    expect(text.startsWith(`【${office}】`)).toBe(true);
    expect(`${text.length} ${text.length <= SEGMENT ? 'fits' : text}`).toMatch(/ fits$/);
    expect(text).not.toMatch(/[⟦⟧⟨⟩{}]|undefined/);
    expect(text.endsWith('。')).toBe(true);
  });

  it.each<CodePurpose>(['reset', 'abandon', 'risk', 'thaw', 'bind', 'phoneOld', 'phoneNew', 'pictureCode'])(
    'a code for %s: one segment, the code before the serial number',
    (purpose) => {
      const code = { purpose, code: '123456', serialNumber: '59312057', lifeSeconds: 300 };
      const text = sms(`code.${purpose}`, presentCodeText(code), office);
      expect(text.length).toBeLessThanOrEqual(SEGMENT);
      expect(text.indexOf('123456')).toBeLessThan(text.indexOf('59312057'));
      expect(text).toContain('任何人索要都不要告诉');
    },
  );

  it('a 考生号 asked for: one segment', () => {
    expect(sms('candidateNumber', presentNumberText('21410101119001'), office).length).toBeLessThanOrEqual(
      SEGMENT,
    );
  });
});

describe('SMS of the account centre', () => {
  const values = {
    userName: 'u12345678901234567890',
    at: AT,
    closesAt: AT,
    cancelAt: AT,
    effectiveAt: AT,
    lapsesAt: AT,
    until: AT,
    deadline: AT,
    heardAt: AT,
    bindUntil: AT,
    tail: '1234',
    phone: '159****845',
    before: '136****678',
    email: 'abcdefghijklmnop@mails.example.edu.cn',
    factor: '支付宝',
    claimant: '阿卜杜热西提·阿卜杜热合曼',
    classmate: '阿卜杜热西提·阿卜杜热合曼',
    count: 2,
    needed: 3,
    state: '证件号码现在由另一个账号使用，请登录后通过“客服协助验证”核验身份。',
    platform: '内地（祖国大陆）高校面向港澳台招生信息网',
  };
  it.each(accountMailKinds)('%s: one segment, signed, without a link', (kind) => {
    const text = sms(`account.${kind}`, presentAccountSms(kind, values), henan);
    expect(text.startsWith('【学信网账号】')).toBe(true);
    expect(`${text.length} ${text.length <= SEGMENT ? 'fits' : text}`).toMatch(/ fits$/);
    expect(text).not.toMatch(/[⟦⟧⟨⟩{}]|undefined|https?:/);
    expect(text.endsWith('。')).toBe(true);
  });

  it.each<AccountCodePurpose>([
    'register',
    'findUserName',
    'findPassword',
    'proveOwner',
    'phoneOld',
    'phoneNew',
    'email',
    'bindIdentity',
    'close',
  ])('a code for %s: one segment', (purpose) => {
    const code = { purpose, code: '123456', serialNumber: '59312057', lifeSeconds: 300 };
    const text = sms(`accountCode.${purpose}`, presentAccountCode(code), henan);
    expect(text.startsWith('【学信网账号】验证码123456')).toBe(true);
    expect(text.length).toBeLessThanOrEqual(SEGMENT);
  });
});

describe('a short text', () => {
  it.each([
    ['fits as it is', '甲⟦，乙⟧', '【甲乙】甲，乙'],
    [
      'loses its last clause first',
      `${'字'.repeat(60)}⟦，一二⟧⟦，三四五⟧。`,
      `【甲乙】${'字'.repeat(60)}，一二。`,
    ],
    ['then the end of its longest value', `⟨${'字'.repeat(80)}⟩⟨短⟩。`, `【甲乙】${'字'.repeat(63)}…短。`],
  ])('%s', (_what, text, composed) => expect(composeSms('【甲乙】', text)).toBe(composed));

  it('keeps room for a signature that the gateway adds', () => {
    const text = `⟨${'字'.repeat(80)}⟩`;
    expect(composeSms('【甲乙】', text, true)).toBe(composeSms('【甲乙】', text).slice('【甲乙】'.length));
  });

  it('shows values without the marks of ours', () => {
    const text = presentMailSms('factsChanged', { list: '⟦资⟨格⟩', batch: '甲' });
    expect(readWhole(text)).toContain('您的资格有调整');
  });
});

describe('what leaves', () => {
  const settings = { office: '河南省招生办公室', addedByGateway: false };
  it.each([
    ['an event told to a candidate', 'accountLinked', 'sms', '【河南省招生办公室】您好'],
    ['an event of an account', 'account.proved', 'sms', '【学信网账号】您好'],
    ['a code of an account', 'accountCode.close', 'sms', '【学信网账号】您好'],
    ['an e-mail', 'account.proved', 'email', '【学信网账号】您好'],
    ['by the official account', 'thawed', 'wechat', '您好'],
  ] as const)('is signed in one place: %s', (_what, kind, channel, text) => {
    expect(signText({ kind, channel }, '您好', settings)).toBe(text);
  });

  it('is not signed twice where the gateway signs', () => {
    const added = { ...settings, addedByGateway: true };
    expect(signText({ kind: 'thawed', channel: 'sms' }, '您好', added)).toBe('您好');
    expect(signText({ kind: 'account.proved', channel: 'email' }, '您好', added)).toBe('【学信网账号】您好');
  });

  it('says in 收件箱 and WeChat what an SMS has no room for', () => {
    const { sms: short, wechat } = presentMessage('choiceListSaved', {
      at: AT,
      batch: '本科二批',
      saveNumber: 2,
      left: 1,
      changes: '平行志愿1：郑州大学→河南大学',
      checkValue: '1234',
      address: '10.0.0.1',
      device: 'a1b2c3',
    });
    expect(short).not.toContain('1234');
    expect(wechat).toContain('校验值为1234');
  });
});
