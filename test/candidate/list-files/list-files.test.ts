import { toCsv } from '../../office/imports/files';
import { readSheet } from '../../support/read-sheet';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { forgetFilings, openForm, people, signIn, sound } from '../filing/filing';

const BATCH = 'early-other';
const HEAD = ['志愿栏', '志愿', '院校代号', '院校名称', '专业代号1', '专业代号2', '专业调剂', '批次'];

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** The same ways for the form and for the 志愿草表. */
describe.each([
  ['form', `/batches/${BATCH}`, `/batches/${BATCH}/form`, `/batches/${BATCH}/versions`],
  ['志愿草表', `/draft-sheets/${BATCH}`, `/draft-sheets/${BATCH}`, `/draft-sheets/${BATCH}`],
])('a table of choices and a %s', (name, place, list, action) => {
  let client: TestClient;
  beforeAll(async () => {
    client = await signIn(app, people.pilot);
  });
  beforeEach(async () => {
    await forgetFilings(app);
    await app.database.knex('draft_sheets').delete();
    await app.database.knex('form_openings').delete();
    if (name === 'form') await openForm(client, BATCH);
  });

  async function upload(content: string | Buffer, fileName = '志愿.csv') {
    const page = await client.get(`${place}/list-file`);
    const body = new FormData();
    body.set('_csrf', page.hidden(`${place}/list-file/reading`)._csrf ?? '');
    body.set('file', new Blob([content]), fileName);
    const cookie = [...client.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const answer = await fetch(`${app.url}${place}/list-file/reading`, {
      method: 'POST',
      body,
      headers: { cookie },
    });
    const html = await answer.text();
    return { status: answer.status, html, text: html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ') };
  }
  /** 是, with all that the page holds. */
  async function fill(html: string) {
    const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const body = Object.fromEntries(fields.map(([, key = '', value = '']) => [key, value]));
    return client.post(`${place}/list-file/filling`, body);
  }
  const type = async (codes: Readonly<Record<string, string>>, path: string) => {
    const hidden = (await client.get(list)).hidden(action);
    return client.post(path, { ...hidden, ...codes });
  };
  const value = (html: string, field: string) =>
    new RegExp(`name="${field}" value="([^"]*)"`).exec(html)?.[1];
  const csv = (...rows: (readonly string[])[]) => toCsv([HEAD, ...rows]);

  it('says nothing of what would be wrong behind 是 where there is nothing to fill in', async () => {
    const look = await upload(csv(['第二志愿', '平行志愿4', '15', '', '0N', '', '同意', '']));
    expect([look.status, look.text.includes('填入后还有')]).toEqual([422, false]);
    expect(look.text).toContain('“15”只有2位');
  });

  it('is shown before anything is filled, filled by 是, and can be brought back', async () => {
    const entered = await type(sound, `${place}/list-file`);
    expect([entered.status, entered.url]).toEqual([200, `${place}/list-file`]);
    const first = ['第一志愿', '', '1400', '', '0N', '', '', ''];
    const look = await upload(
      csv(
        ['第一志愿', '第一志愿', '9999', '', '01', '', '同意', ''],
        ['第二志愿', '平行志愿3', '1400', '', '0N', '', '不同意', '提前批其他'],
        ['第二志愿', '平行志愿4', '15', '', '0N', '', '同意', ''],
        first,
      ),
    );
    expect(look.status).toBe(200);
    expect(look.text).toContain('从文件中读出2个志愿，其中2处与现在不同， 还没有填入');
    expect(look.text).toContain('将代替现在填写的[0001]北京体育大学 专业16');
    expect(look.text).toContain('此院校不存在，请检查院校代号！');
    expect(look.text).toMatch(/第4行（15 0N 同意）：院校代号：“15”只有2位/);
    expect(look.text).toMatch(/第5行（1400 0N）：没有写是第几志愿/);
    expect(value((await client.get(list)).html, 'first-1-institution')).toBe('0001');

    const filled = await fill(look.html);
    expect(filled.url).toBe(list);
    expect(value(filled.html, 'first-1-institution')).toBe('9999');
    expect(value(filled.html, 'second-3-institution')).toBe('1400');
    expect(filled.text).toContain('整份填入过志愿');

    const back = await type({ 'first-1-institution': '1410' }, `${place}/list-return`);
    expect(value(back.html, 'first-1-institution')).toBe('0001');
    expect(value(back.html, 'second-3-institution')).toBe('');
    // What was typed since is not lost either.
    const forth = await type(sound, `${place}/list-return`);
    expect(value(forth.html, 'first-1-institution')).toBe('1410');
  });

  it('goes down and up again with nothing changed, as XLSX and CSV', async () => {
    await type(sound, `${place}/list-file`);
    const xlsx = await client.download(`${place}/list-file.xlsx`);
    expect(xlsx.headers.get('content-disposition')).toContain(encodeURIComponent('提前批其他志愿草表'));
    const [head, line] = await readSheet(xlsx.bytes);
    expect(head?.slice(0, 6)).toEqual(['志愿栏', '志愿', '院校代号', '院校名称', '专业代号1', '专业名称1']);
    expect(line?.slice(2, 6)).toEqual(['0001', '北京体育大学', '16', '马克思主义理论']);
    const text = await client.download(`${place}/list-file.csv`);
    for (const [bytes, file] of [
      [xlsx.bytes, '志愿.xlsx'],
      [text.bytes, '志愿.csv'],
    ] as const) {
      const look = await upload(Buffer.from(bytes), file);
      expect(look.text).toMatch(/读出1个志愿，与.*里现在的内容相同/);
    }
    const blank = await readSheet((await client.download(`${place}/blank-list.xlsx`)).bytes);
    expect([blank.length, blank.flat().includes('0001')]).toEqual([6, false]);
    expect((await client.get(`${place}/list-file.pdf`)).status).toBe(404);
  });

  it('is not filled over what another window typed in the meantime', async () => {
    const look = await upload(csv(['第一志愿', '第一志愿', '0001', '', '16', '', '同意', '']));
    await type({ ...sound, 'first-1-institution': '1400' }, `${place}/list-file`);
    const refused = await fill(look.html);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('在另一个窗口中被修改过，没有填入。请重新上传');
    expect(value((await client.get(list)).html, 'first-1-institution')).toBe('1400');
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['no file', '', /文件里没有数据/],
    [
      'another batch',
      csv(['第一志愿', '', '0001', '', '', '', '', '提前批军事']),
      /写的批次是“提前批军事”，这里填写的是“提前批其他”/,
    ],
    ['a picture', Buffer.from('ffd8ffe000104a464946', 'hex'), /这是图片/],
    ['too much', Buffer.alloc(2_000_001, 'a'), /文件超过2MB/],
  ])('is refused with %s in a red sentence, and nothing is changed', async (_name, content, sentence) => {
    await type(sound, `${place}/list-file`);
    const refused = await upload(content, '志愿.xlsx');
    expect(refused.status).toBe(422);
    expect(refused.text).toMatch(sentence);
    expect(refused.text).toContain('没有填入，');
    expect(value((await client.get(list)).html, 'first-1-institution')).toBe('0001');
  });
});

describe('a table of choices', () => {
  it('is taken from nobody who is not signed in', async () => {
    const body = new FormData();
    body.set('file', new Blob(['院校代号\n0001\n']), 'a.csv');
    const answer = await fetch(`${app.url}/draft-sheets/${BATCH}/list-file/reading`, {
      ...{ method: 'POST', body, redirect: 'manual' },
    });
    expect(answer.status).not.toBe(200);
    expect(await answer.text()).not.toContain('value="0001"');
  });

  it('is read sixty times in an hour', async () => {
    const client = await signIn(app, people.rural);
    const page = await client.get(`/draft-sheets/${BATCH}/list-file`);
    const cookie = [...client.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const send = async () => {
      const body = new FormData();
      body.set('_csrf', page.hidden(`/draft-sheets/${BATCH}/list-file/reading`)._csrf ?? '');
      body.set('file', new Blob(['x']), 'a.csv');
      const path = `${app.url}/draft-sheets/${BATCH}/list-file/reading`;
      return (await fetch(path, { method: 'POST', body, headers: { cookie } })).status;
    };
    const answers: number[] = [];
    for (let turn = 0; turn < 61; turn += 1) answers.push(await send());
    expect([answers[59], answers[60]]).toEqual([422, 429]);
  });
});
