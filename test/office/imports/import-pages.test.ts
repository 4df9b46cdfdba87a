import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../../../src/infrastructure/logger';
import { startImportJobs } from '../../../src/office/imports/jobs/start-import-jobs';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import { toCsv } from './files';
import { listPeople, peopleHeading } from './people';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-import-pages-'));
const uploads = path.join(dataDir, 'uploads');
let app: TestApp;
let province: TestClient;
let running: { stop(): Promise<void> };

const start = () => {
  const { imports } = app.services;
  return startImportJobs(app.services, { ...imports, log: createLogger('silent'), everyMs: 50 });
};

beforeAll(async () => {
  app = await startTestApp({ env: { DATA_DIR: dataDir, IMPORT_MAX_MB: '1' } });
  province = await signInOfficer(app, 'province-1');
  running = start();
});
afterAll(async () => {
  await running.stop();
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface UploadFields {
  readonly kind?: string;
  readonly sheet?: string;
  readonly content?: string | null;
  readonly csrf?: string;
  readonly name?: string;
}

/** Posts the form with a file as a browser does. */
async function upload(
  client: TestClient,
  fields: UploadFields,
): Promise<{ status: number; location: string; text: string }> {
  const page = await client.get('/office/imports');
  const { kind = 'scores', sheet = '', content = 'a', name = '成绩.csv' } = fields;
  const body = new FormData();
  body.set('_csrf', fields.csrf ?? page.hidden('/office/imports')._csrf ?? '');
  body.set('kind', kind);
  body.set('sheet', sheet);
  if (content !== null) body.set('file', new Blob([content]), name);
  const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
  const response = await fetch(new URL('/office/imports', app.url), {
    method: 'POST',
    body,
    headers: { cookie },
    redirect: 'manual',
  });
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    text: await response.text(),
  };
}

/** Looks at a job's page until its state is among these. */
async function waitFor(address: string, ...states: readonly string[]): Promise<TestPage> {
  for (let tries = 0; tries < 200; tries += 1) {
    const page = await province.get(address);
    if (states.some((state) => page.text.includes(`状态 ${state}`))) return page;
    await sleep(50);
  }
  throw new Error(`${address} did not come to ${states.join(' or ')}: ${(await province.get(address)).text}`);
}

const press = async (address: string, act: string, fields: Record<string, string> = {}) => {
  const path = `${address}/${act}`;
  const page = await province.get(address);
  return province.post(path, { ...page.hidden(path), ...fields });
};
const known = '21410101151001';
const scores = (points: string, number = known) =>
  toCsv([
    ['考生号', '总分'],
    [number, points],
  ]);
const totalOf = async () =>
  (await app.database.knex('candidates').where({ candidate_number: known }).first('facts')).facts.totalScore;

describe('数据导入', () => {
  it('checks a list, shows what it would do, and writes it once it is confirmed', async () => {
    const before = await totalOf();
    const { status, location } = await upload(province, { content: scores('601') });
    expect(status).toBe(303);
    const checked = await waitFor(location, '检查完毕，等待确认');
    expect(checked.text).toContain('没有错误');
    expect(await totalOf()).toBe(before);
    expect(readdirSync(uploads)).toHaveLength(1);
    const stale = checked.hidden(`${location}/confirmation`);
    await press(location, 'confirmation');
    const done = await waitFor(location, '已导入');
    expect(done.text).toContain('导入结果');
    expect(await totalOf()).toBe(601);
    expect(readdirSync(uploads)).toEqual([]);
    expect((await province.post(`${location}/confirmation`, stale)).status).toBe(409);
    expect(await listOfficerActs(app, 'province-1')).toEqual(
      expect.arrayContaining(['uploadList', 'confirmImport', 'importList']),
    );
    expect((await province.get('/office/imports')).text).toMatch(/成绩 成绩\.csv （1 KB） .*已导入/);
  });

  it('takes a list that wipes an open batch only by its number, a reason and a second officer', async () => {
    const { knex } = app.database;
    const plan = () => knex('plan_entries').where({ batch_code: 'early-other' });
    const before = (await plan()).length;
    const content = toCsv([
      ['批次', '科类', '院校代号', '专业代号', '专业名称', '计划数'],
      ['提前批其他', '5', '0001', '16', '马克思主义理论', '2'],
    ]);
    const { location } = await upload(province, { kind: 'plans', content, name: '计划.csv' });
    const checked = await waitFor(location, '检查完毕，等待确认');
    const number = /共(\d+)条/.exec(checked.text)?.[1] ?? '';
    expect(checked.text).toContain('须由另一名省级工作人员批准');
    const wrong = await press(location, 'confirmation', { number: '1', reason: '' });
    expect([wrong.status, wrong.text.includes(`${number}条不符`), wrong.text.includes('请填写理由')]).toEqual(
      [422, true, true],
    );
    const list = await province.get(`${location}/effects.csv`);
    expect(list.html.trim().split('\n')).toHaveLength(Number(number) + 1);
    const asked = await press(location, 'confirmation', { number, reason: '院校来函' });
    expect(asked.text).toContain('等待另一名工作人员批准');
    expect(asked.html).not.toContain(`${location}/approval"`);
    expect((await press(location, 'approval')).status).not.toBe(200);
    const second = await signInOfficer(app, 'province-2');
    const seen = await second.get(location);
    expect(seen.text).toContain('院校来函');
    expect((await plan()).length).toBe(before);
    await second.post(`${location}/approval`, seen.hidden(`${location}/approval`));
    const done = await waitFor(location, '已导入');
    expect(done.text).toMatch(/批准人 高雅琴/);
    expect((await plan()).length).toBe(1);
    expect((await listOfficerActs(app, 'province-2')).at(-1)).toBe('approveImport');
    expect((await province.get('/office/lists')).text).toContain('计划.csv');
  });

  it('lists the faults, on the page and as a file, and lets nothing be confirmed', async () => {
    const { location } = await upload(province, { content: scores('=1+1') });
    const page = await waitFor(location, '检查完毕，有错误');
    expect(page.text).toContain('有1处错误');
    expect(page.text).toContain('2 B列“总分” =1+1 应当是0到1000、最多3位小数的数');
    expect(page.html).not.toContain('/confirmation');
    const file = await province.get(`${location}/faults.csv`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(file.html).toContain("2,1,B列“总分”,'=1+1,");
    await press(location, 'discarding');
    await waitFor(location, '已放弃');
    expect(readdirSync(uploads)).toEqual([]);
  });

  it('keeps a file that waits sealed, and nothing that an earlier version left in clear', async () => {
    const { location } = await upload(province, { content: scores('604') });
    await waitFor(location, '检查完毕，等待确认');
    const [waiting = '', ...others] = readdirSync(uploads);
    expect(others).toEqual([]);
    expect(readFileSync(path.join(uploads, waiting)).includes(known)).toBe(false);
    const left = path.join(uploads, '0b6d0d3c-left-in-clear');
    writeFileSync(left, scores('605'));
    utimesSync(left, 0, 0);
    for (let tries = 0; tries < 100 && existsSync(left); tries += 1) await sleep(50);
    expect(readdirSync(uploads)).toEqual([waiting]);
    await press(location, 'discarding');
  });

  it('asks what unknown headings stand for, and knows it the next time', async () => {
    const list = toCsv([
      ['号', '分'],
      [known, '602'],
    ]);
    const { location } = await upload(province, { content: list });
    const page = await waitFor(location, '等待指定各列');
    expect(page.text).toContain('必需的列： 考生号');
    const said = { headingsRow: '1', act: 'check' };
    const refused = await press(location, 'headings', { ...said, 'column-A': '', 'column-B': 'totalScore' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('没有一列指定为“考生号”，请指定！');
    expect(refused.html).toMatch(/value="totalScore" selected/);
    const twice = await press(location, 'headings', {
      ...said,
      'column-A': 'candidateNumber',
      'column-B': 'candidateNumber',
    });
    expect(twice.text).toContain('“分”与另一列指定了同一项，请改选！');
    await press(location, 'headings', { ...said, 'column-A': 'candidateNumber', 'column-B': 'totalScore' });
    await waitFor(location, '检查完毕，等待确认');
    await press(location, 'confirmation');
    await waitFor(location, '已导入');
    const again = await upload(province, { content: list });
    expect((await waitFor(again.location, '检查完毕，等待确认')).text).toContain('不变');
    await press(again.location, 'discarding');
  });

  it.each([
    ['no file', { content: null }, '请选择要导入的文件！'],
    ['no kind', { kind: '' }, '请选择名单的种类！'],
    ['a long sheet', { sheet: '一'.repeat(32) }, '工作表名称不超过31个字，请检查后重新输入！'],
    ['an empty file', { content: '' }, '文件里没有数据'],
    [
      'a file of more than may be',
      { content: 'a'.repeat(1_000_001) },
      '文件超过1MB，请由运维人员用命令导入！',
    ],
    ['a binary file', { content: '\u0000\u0001' }, '文件不是UTF-8或GB18030编码的文本'],
  ])('refuses %s with a sentence, and keeps nothing', async (_name, fields, sentence) => {
    const { status, text } = await upload(province, fields);
    expect(status).toBe(422);
    expect(text).toContain(sentence);
    await sleep(20);
    expect(readdirSync(uploads)).toEqual([]);
  });

  it('takes no file of anybody else, nor without the token of its form', async () => {
    const forged = await upload(province, { csrf: 'forged', content: scores('1') });
    expect(forged.status).toBe(403);
    const county = await signInOfficer(app, 'county-1');
    const page = await county.get('/office');
    const foreign = await upload(county, {
      csrf: page.hidden('/office/sign-out')._csrf ?? '',
      content: scores('1'),
    });
    expect(foreign.status).not.toBe(303);
    await sleep(20);
    expect(readdirSync(uploads)).toEqual([]);
  });

  it('stops what is under way, and leaves nothing', async () => {
    await running.stop();
    const { location } = await upload(province, {
      kind: 'candidates',
      content: toCsv([peopleHeading, ...listPeople(300)]),
    });
    await waitFor(location, '等待检查');
    const page = await province.get(location);
    expect(page.html).toContain('hx-trigger="every 2s"');
    expect(page.html).toContain(
      `<noscript><meta http-equiv="refresh" content="5;url=${location}?automatic=1">`,
    );
    await press(location, 'stop');
    running = start();
    await waitFor(location, '已停止，没有写入任何数据');
    expect(existsSync(uploads) ? readdirSync(uploads) : []).toEqual([]);
  });

  it('says of a job whose process is gone that it was interrupted', async () => {
    await running.stop();
    const { location } = await upload(province, { content: scores('603') });
    const before = await totalOf();
    await app.database
      .knex('import_jobs')
      .where({ id: Number(location.split('/').at(-1)) })
      .update({
        state: 'importing',
        seen_at: app.database.knex.raw("clock_timestamp() - interval '1 hour'"),
      });
    expect((await waitFor(location, '正在导入')).text).toContain('停止');
    running = start();
    await waitFor(location, '中断，没有写入任何数据');
    expect(await totalOf()).toBe(before);
  });

  it('knows no job that there is not', async () => {
    expect((await province.get('/office/imports/999999')).status).toBe(404);
  });
});
