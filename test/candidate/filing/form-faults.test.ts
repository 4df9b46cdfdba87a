import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import {
  type Codes,
  choose,
  forgetFilings,
  openForm,
  people,
  press,
  pressSave,
  signIn,
  sound,
} from './filing';

interface Fault {
  readonly what: string;
  readonly codes?: Codes;
  /** Condition on a plan row, in place of codes. */
  readonly row?: string;
  readonly field: string;
  readonly sentence: string;
  readonly batch?: string;
  readonly who?: keyof typeof people;
}

const second = (number: number, institution: string, majors: readonly string[]) =>
  choose(`second-${number}`, institution, majors);
const malformed = '院校代号为4位，请检查后重新输入！';
const foreignSign = '院校代号中有不能使用的字符，请按招生计划重新输入！';
/** Of a code that has the length of one, its signs are refused. */
const refusalOf = (code: string) =>
  code.replace(/[\0\u202e]/g, '').trim().length === 4 ? foreignSign : malformed;
const majorMalformed = '专业代号为2位，请检查后重新输入！';

/** One fault each: where it stands and the sentence beside it. */
const faults: readonly Fault[] = [
  {
    what: '专业2 without 专业1',
    codes: choose('first-1', '0001', ['', '16']),
    field: 'first-1-major-1',
    sentence: '专业必须顺序填报，请先填写此处，再填写后面的专业！',
  },
  {
    what: 'choice 2 without choice 1',
    codes: { ...sound, ...second(2, '1400', ['0N']) },
    field: 'second-1-institution',
    sentence: '志愿必须顺序填报，请先填写此处，再填写后面的志愿！',
  },
  {
    what: '第二志愿 without 第一志愿',
    codes: second(1, '0001', ['16']),
    field: 'first-1-institution',
    sentence: '志愿栏必须顺序填报，请先填写此处，再填写后面的志愿栏！',
  },
  {
    what: '专业 without 院校',
    codes: choose('first-1', '', ['16']),
    field: 'first-1-institution',
    sentence: '没有输入院校代号，请先输入院校代号！',
  },
  {
    what: '院校 without 专业',
    codes: choose('first-1', '0001', []),
    field: 'first-1-major-1',
    sentence: '请至少填写1个专业！',
  },
  {
    what: '调剂 missing',
    codes: choose('first-1', '0001', ['16'], null),
    field: 'first-1-adjustment',
    sentence: '请选择同意或不同意专业调剂！',
  },
  {
    what: '调剂 "2"',
    codes: { ...sound, 'first-1-adjustment': '2' },
    field: 'first-1-adjustment',
    sentence: '请选择同意或不同意专业调剂！',
  },
  ...['1', '00001', '-001', '0x01', '000', '00 1', '00\u202e1', '000\ud800', '𫖯䶮㛃0', 'ABCD'].map(
    (code) => ({
      what: `院校 ${JSON.stringify(code)}`,
      codes: choose('first-1', code, ['16']),
      field: 'first-1-institution',
      sentence: refusalOf(code),
    }),
  ),
  ...['\x001', "0'--", '0001\r\n', '{{7*7}}', '<script>alert(1)</script>', '=cmd|1', '阿卜杜·热合曼']
    .filter((code) => code.trim().length !== 4 || !/^[0-9]+$/.test(code.trim()))
    .map((code) => ({
      what: `院校 ${JSON.stringify(code)}`,
      codes: choose('first-1', code, ['16']),
      field: 'first-1-institution',
      sentence: refusalOf(code),
    })),
  {
    what: '院校 that does not exist',
    codes: choose('first-1', '9999', ['16']),
    field: 'first-1-institution',
    sentence: '此院校不存在，请检查院校代号！',
  },
  ...['1', '161', '一六', '1\u202e', '{{', '0x10'].map((code) => ({
    what: `专业 ${JSON.stringify(code)}`,
    codes: choose('first-1', '0001', [code]),
    field: 'first-1-major-1',
    sentence: majorMalformed,
  })),
  {
    what: '专业 that does not exist',
    codes: choose('first-1', '0001', ['16', '99']),
    field: 'first-1-major-2',
    sentence: '此专业不存在!',
  },
  {
    what: 'the same 专业 twice',
    codes: choose('first-1', '0001', ['16', '27', '16']),
    field: 'first-1-major-3',
    sentence: '此专业在本志愿中重复填写，请修改！',
  },
  {
    what: 'the same 院校 twice',
    codes: { ...sound, ...second(1, '1400', ['0N']), ...second(2, '1400', ['0Q']) },
    field: 'second-2-institution',
    sentence: '此志愿与第二志愿 平行志愿1重复，请修改或清空！',
  },
  {
    what: 'one slot too many',
    codes: {
      ...sound,
      ...second(1, '1400', ['0N']),
      ...second(2, '0001', ['16']),
      ...second(3, '1410', ['0N']),
      ...second(4, '1420', ['0N']),
      ...second(5, '1435', ['0N']),
    },
    field: '',
    sentence: '此栏最多填写4个志愿，请删除多出的志愿！',
  },
  {
    what: 'one 专业 too many',
    codes: choose('first-1', '0001', ['16', '27', '31', '0A', '21', '22']),
    field: '',
    sentence: '每个志愿最多填写5个专业，请删除多出的专业！',
  },
  {
    what: 'a code of another batch',
    codes: choose('first-1', '2459', ['16']),
    field: 'first-1-institution',
    sentence: '此院校存在，但不在本批次招生，请核对招生计划！',
  },
  {
    what: '专业 of another 科类',
    codes: choose('first-1', '0001', ['31']),
    field: 'first-1-major-1',
    sentence: '此专业存在，但本批次不招您的科类，请核对招生计划！',
    who: 'minority',
  },
  {
    what: 'a plan for men',
    row: "'5' = any(tracks) and restrictions::text like '%该专业只招男生%'",
    field: 'first-1-major-1',
    sentence: '该专业只招男生',
    who: 'rural',
    batch: 'early-military',
  },
  {
    what: 'a plan for minorities',
    codes: choose('parallel-1', '1100', ['51']),
    field: 'parallel-1-major-1',
    sentence: '该专业只招少数民族考生',
    batch: 'undergraduate-1',
  },
  {
    what: '预科 in the ordinary section',
    row: "'1' = any(tracks) and plan_type = 'preparatory'",
    field: 'parallel-1-major-1',
    sentence: '此专业不能在这里填报，请填写到“预科志愿”！',
    batch: 'undergraduate-1',
    who: 'minority',
  },
  {
    what: 'two 类别 in one choice',
    codes: choose('parallel-1', '1100', ['23', '47']),
    field: 'parallel-1-major-2',
    sentence: '一个志愿里的专业要属于同一类别（例如都是普通，或都是中外合作），请修改！',
    batch: 'undergraduate-1',
  },
  {
    what: 'nothing filled',
    codes: {},
    field: '',
    sentence: '没有填写任何志愿信息，不能保存，请先填写志愿！',
  },
  {
    what: '调剂 alone',
    codes: { 'first-1-adjustment': 'agree' },
    field: '',
    sentence: '没有填写任何志愿信息，不能保存，请先填写志愿！',
  },
];

describe('faults of a form', () => {
  let app: TestApp;
  const clients = new Map<string, TestClient>();

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());
  beforeEach(() => forgetFilings(app));

  async function clientOf(who: keyof typeof people): Promise<TestClient> {
    const client = clients.get(who) ?? (await signIn(app, people[who]));
    clients.set(who, client);
    return client;
  }

  const toHtml = (text: string) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;');

  /** As text comes back: what cannot be read has fallen away at the door. */
  const shown = (text: string) =>
    toHtml(Buffer.from(text).toString().replaceAll('\0', '').replaceAll('\u202e', ''));

  function expectTyped(page: TestPage, codes: Codes): void {
    const inPage = Object.entries(codes).filter(([name]) => page.html.includes(`name="${name}"`));
    for (const [name, value] of inPage) {
      if (name.endsWith('-adjustment')) expectChosen(page, name, value);
      else expect(page.html).toContain(`name="${name}" value="${shown(value)}"`);
    }
  }

  function expectChosen(page: TestPage, name: string, value: string): void {
    const radios = page.html.match(new RegExp(`<input type="radio"[^>]*name="${name}"[^>]*>`, 'g')) ?? [];
    const chosen = radios.filter((radio) => radio.includes(' checked'));
    expect(chosen.map((radio) => /value="(\w+)"/.exec(radio)?.[1])).toEqual(
      ['agree', 'refuse'].filter((word) => word === value),
    );
  }

  /** The sentence beside the field, and in the summary with a link to it. */
  function expectSentence(page: TestPage, field: string, sentence: string): void {
    expect(page.text).toContain('志愿信息不正确，没有保存');
    const summary = /<div class="summary error"[\s\S]*?<\/div>/.exec(page.html)?.[0] ?? '';
    expect(summary).toContain(sentence);
    if (field === '') return;
    expect(summary).toMatch(new RegExp(`<a href="#${field}">[^<]*${sentence.replace(/[!！]$/, '')}`));
    expect(page.html).toContain(`id="${field}"`);
    const hint = new RegExp(`id="${field}-hint">([\\s\\S]*?)</span></p>`).exec(page.html)?.[1];
    expect(hint).toContain(sentence);
  }

  async function findCodes({ row, field, batch = 'early-other', codes }: Fault): Promise<Codes> {
    if (row === undefined) return codes ?? {};
    const query = app.database.knex('plan_entries').where({ batch_code: batch }).whereRaw(row);
    const found = await query.orderBy('id').first('institution_code', 'major_code');
    return choose(field.replace(/-major-1$/, ''), found?.institution_code, [found?.major_code]);
  }

  it.each(faults.map((fault) => [fault.what, fault] as const))('%s', async (_what, fault) => {
    const client = await clientOf(fault.who ?? 'pilot');
    const batch = fault.batch ?? 'early-other';
    const codes = await findCodes(fault);
    const form = await openForm(client, batch);
    const checked = await press(client, form, 'check', codes);
    const saved = await pressSave(client, checked, codes);
    expect([checked.status, saved.status]).toEqual([200, 422]);
    for (const page of [checked, saved]) {
      expectSentence(page, fault.field, fault.sentence);
      expectTyped(page, codes);
    }
    const { knex } = app.database;
    expect(await knex('application_versions')).toHaveLength(0);
    expect(await knex('application_drafts')).toHaveLength(1);
    expect((await knex('save_attempts')).map(({ outcome }) => outcome)).toEqual(['violations']);
    expectTyped(await client.get(`/batches/${batch}/form`), codes);
  });

  it.each([
    ['a blank behind', '0001 ', ' 16'],
    ['full width', '０００１', '１６'],
    ['a wide blank', '\u30000001', '16'],
  ])('forgives %s, and saves the plain code', async (_what, institution, major) => {
    const client = await clientOf('pilot');
    const page = await pressSave(client, await openForm(client), choose('first-1', institution, [major]));
    expect(page.text).toContain('[0001]北京体育大学');
    expect(page.text).toContain('[16]马克思主义理论');
  });

  it('clears the 调剂 of a row that was emptied', async () => {
    const client = await clientOf('pilot');
    const codes = { ...sound, 'second-1-institution': '', 'second-1-adjustment': 'refuse' };
    const page = await pressSave(client, await openForm(client), codes);
    expect(page.url).toBe('/batches/early-other');
    const [version] = await app.database.knex('application_versions');
    expect(JSON.parse(version.canonical_body).sections[1].slots[0].adjustment).toBeNull();
  });

  it('takes a repeated code or 调剂 for one that matches nothing', async () => {
    const client = await clientOf('pilot');
    const form = await openForm(client);
    const hidden = form.hidden('/batches/early-other/versions');
    for (const [name, sentence] of [
      ['first-1-institution', malformed],
      ['first-1-major-1', majorMalformed],
      ['first-1-adjustment', '请选择同意或不同意专业调剂！'],
    ] as const) {
      const body = new URLSearchParams({ ...hidden, ...sound });
      body.append(name, sound[name] ?? '');
      const page = await client.post('/batches/early-other/versions', body);
      expect([name, page.status]).toEqual([name, 422]);
      expectSentence(page, name, sentence);
    }
    expect(await app.database.knex('application_versions')).toHaveLength(0);
  });

  it('takes fields of no form for nothing', async () => {
    const client = await clientOf('pilot');
    const strange = {
      __proto__: 'x',
      'constructor-1-institution': '0001',
      'first-0-institution': '0001',
      'first-1-institution[]': '9999',
      'first-1-institution.x': '9999',
      'first[1][institution]': '9999',
      'first-1-major-100': '99',
      'first-1000-institution': '9999',
      'nosuch-1-institution': '9999',
      saves: '0',
      saved_at: '2020-01-01',
      role: 'officer',
    };
    const body = new URLSearchParams({
      ...(await openForm(client)).hidden('/batches/early-other/versions'),
      ...sound,
      ...strange,
    });
    body.append('__proto__', '9999');
    body.append('__proto__[first]', '9999');
    const page = await client.post('/batches/early-other/versions', body);
    expect(page.url).toBe('/batches/early-other');
    const [version] = await app.database.knex('application_versions');
    expect(version.saved_at).toEqual(app.clock.read());
    expect(version.canonical_body).not.toContain('9999');
  });

  it('refuses a list that is filled far beyond its layout, without trouble', async () => {
    const client = await clientOf('pilot');
    const form = await openForm(client);
    const codes: Record<string, string> = { ...sound };
    for (let slot = 2; slot < 400; slot += 1) codes[`second-${slot * 2}-major-99`] = '16';
    const page = await pressSave(client, form, codes);
    expect(page.status).toBe(422);
    expect(page.text).toContain('此栏最多填写4个志愿，请删除多出的志愿！');
  });

  it('runs nothing that was typed', async () => {
    const client = await clientOf('pilot');
    const typed = '<img src=x onerror=1>"\'{{7*7}}';
    const page = await press(client, await openForm(client), 'check', choose('first-1', typed, ['16']));
    expect(page.html).not.toContain('<img');
    expect(page.html).toContain('{{7*7}}"');
    const draft = await press(client, page, 'draft', choose('first-1', typed, ['16']));
    expect(draft.html).not.toContain('<img');
  });
});
