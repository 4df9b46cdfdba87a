import { createPrintJobService } from '../../../src/office/print-jobs/print-job.service';
import { idOf } from '../../candidate/filing/filing';
import { listPages } from '../../candidate/printing/poppler';
import { fileList } from '../../support/file-list';
import { idOfOfficer, listOfficerActs, signInOfficer } from '../../support/officers';
import { bound, listMailKinds } from '../../support/security-steps';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import { openRecord } from '../service-desk/counter-steps';
import { closeWindows, fetchRaw, fileEarly } from './paper-steps';

const filed = [bound.phone, bound.otherPhone, bound.totp];

describe('printing saved lists', () => {
  let app: TestApp;
  let county: TestClient;
  let other: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    county = await signInOfficer(app, 'county-1');
    other = await signInOfficer(app, 'county-3');
    for (const number of filed) await fileEarly(app, number);
  });
  afterAll(() => app.close());

  const jobs = () => app.services.paperwork.printJobs;
  const show = () => county.get('/office/printing?batch=early-other');
  const start = async (group: string, page?: TestPage, batch = 'early-other') => {
    const form = page ?? (await show());
    const formToken = /name="formToken" value="([^"]+)"/.exec(form.html)?.[1] ?? '';
    const fields = { formToken, batch };
    return county.post('/office/printing', { ...fields, group, reason: '截止后归档' });
  };
  const countPrints = async () => (await app.database.knex('form_prints')).length;

  async function printOne(fields: Record<string, string>): Promise<Response> {
    const path = `/office/printing/candidates/${await idOf(app, bound.phone)}`;
    const form = await county.get(path);
    return fetchRaw(app, county, path, { ...form.hidden(path), batch: 'early-other', ...fields });
  }

  it('prints nothing before the batch is over but for a candidate who is there, and tells that one', async () => {
    expect((await show()).text).toContain('截止后才能成批打印');
    const { formToken = '' } = (await county.get('/office/printing')).hidden('/office/printing');
    const early = await county.post('/office/printing', {
      formToken,
      batch: 'early-other',
      group: 'county',
      reason: '试',
    });
    expect([early.status, await countPrints()]).toEqual([409, 0]);

    expect((await printOne({ reason: '试' })).status).not.toBe(200);
    await openRecord(app, county, bound.phone);
    for (const fields of [{ reason: '试' }, { present: 'yes', reason: '' }, { present: 'yes', batch: 'x' }])
      expect((await printOne({ ...fields } as Record<string, string>)).status).toBe(422);
    expect(await countPrints()).toBe(0);

    const answer = await printOne({ present: 'yes', reason: '考生要求核对' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const [page = ''] = listPages(Buffer.from(await answer.arrayBuffer()));
    const { tuition_yuan: fee } = await app.database
      .knex('plan_entries')
      .where({ batch_code: 'early-other', institution_code: '0001', major_code: '16' })
      .first('tuition_yuan');
    for (const text of ['第1次打印', '北京体育大学', bound.phone, '第 1 页', `${fee}元/年`, '招生计划'])
      expect(page.replace(/\s/g, '')).toContain(text.replace(/\s/g, ''));
    expect((await listMailKinds(app, bound.phone)).at(-1)).toBe('formPrintedEarly');
    expect((await listOfficerActs(app, 'county-1')).at(-1)).toBe('printForm');
    expect(await countPrints()).toBe(1);
  });

  it('prints a county, school or class once it is over, counts every printing, and keeps the file sealed', async () => {
    closeWindows(app);
    const form = await show();
    expect(form.text).toContain('高三(5)班：3份');
    expect((await start('elsewhere')).status).toBe(422);
    const page = await start('county', form);
    expect(page.url).toMatch(/^\/office\/printing\/jobs\/\d+$/);
    expect((await start('county', form)).status).toBe(409);
    await jobs().runner.settle();
    const done = await county.get(page.url);
    expect(done.text).toContain('已完成：已生成3份，共3份（100%）');
    expect(done.html).not.toContain('hx-get');

    const part = `${page.url}/parts/1`;
    const answer = await fetchRaw(app, county, part);
    const pages = listPages(Buffer.from(await answer.arrayBuffer()));
    expect(pages.filter((text) => text.includes('第1次打印')).length).toBe(2);
    expect(pages.filter((text) => text.includes('第2次打印')).length).toBe(1);
    for (const [index, number] of filed.toSorted().entries()) expect(pages[index]).toContain(number);
    expect(pages.every((text) => /第 1 页\s*共 1 页/.test(text))).toBe(true);
    expect((await listOfficerActs(app, 'county-1')).at(-1)).toBe('fetchPrintedForms');
    const { pdf_cipher: sealed } = await app.database.knex('print_job_parts').first('pdf_cipher');
    expect(sealed.includes(Buffer.from('%PDF-1.'))).toBe(false);

    for (const path of [page.url, `${page.url}/progress`, part, `${page.url}/parts/9`])
      expect((await other.get(path)).status).toBe(404);
    expect((await other.post(`${page.url}/stop`, {})).status).toBe(404);
    expect((await county.post(`${page.url}/stop`, {})).status).toBe(409);
    expect((await county.post(`${page.url}/resumption`, {})).status).toBe(409);
    expect(await countPrints()).toBe(4);
  });

  it('prints a round in one job, by pupil across its batches, in parts named by class', async () => {
    const [first = ''] = filed.toSorted();
    const special = await fileList(app.database.knex, first, 'national-special', [
      { institution: '0001', majors: ['16'] },
    ]);
    const form = await county.get('/office/printing?batch=round%3Around-1');
    expect(form.text).toContain('第一次填报（12个批次）');
    expect(form.text).toContain('高三(5)班：4份');
    const page = await start('county', form, 'round:round-1');
    await jobs().runner.settle();
    const done = await county.get(page.url);
    expect(done.text).toContain('第一次填报（全部批次）');
    expect(done.text).toContain('已完成：已生成4份，共4份（100%）');
    expect(done.html).toMatch(/data-label="学校和班级">[^<]+高三\(5\)班</);
    const answer = await fetchRaw(app, county, `${page.url}/parts/1`);
    expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain('高三(5)班');
    const pages = listPages(Buffer.from(await answer.arrayBuffer()));
    expect(pages.map((text) => text.includes(first))).toEqual([true, true, false, false]);
    expect((await county.get('/office/printing')).text).toContain('第一次填报（全部批次）');
    await app.database
      .knex('application_groups')
      .where({ candidate_id: special, group_code: 'national-special' })
      .delete();
  });

  it('stops, goes on where it stopped, and after a crash is taken up by another process', async () => {
    const { knex } = app.database;
    const { db, cipher, clock, reference, checkpoints, environment, office } = app.services;
    const pdf = {
      printForm: () => Promise.reject(new Error('unused')),
      printDocument: async () => {
        if (stopAt.length > 0) await county.post(`/office/printing/jobs/${stopAt.pop()}/stop`, {});
        return Buffer.from('%PDF-1.7');
      },
      close: async () => undefined,
    };
    const stopAt: number[] = [];
    const log = { error: () => undefined } as never;
    const service = createPrintJobService({
      db,
      cipher,
      clock,
      reference,
      checkpoints,
      environment,
      pdf,
      tokens: office.tokens,
      log,
      formsAPart: 1,
    });
    const page = await start('01010101');
    await jobs().runner.settle();
    const id = Number(page.url.split('/').at(-1));
    const again = async () => {
      await knex('print_job_parts').where({ job_id: id }).delete();
      await knex('print_jobs').where({ id }).update({ state: 'running', printed: 0, runner: null });
    };
    await again();
    stopAt.push(id);
    await county.get(page.url);
    service.runner.start(id);
    await service.runner.settle();
    expect((await county.get(page.url)).text).toContain('已停止，可以继续：已生成0份');
    const resumed = await county.post(`${page.url}/resumption`, {});
    expect(resumed.url).toBe(page.url);
    await jobs().runner.settle();
    expect((await county.get(page.url)).text).toContain('已完成');

    await again();
    await knex('print_jobs').where({ id }).update({ runner: 'crashed' });
    service.runner.start(id);
    await service.runner.settle();
    expect((await county.get(page.url)).text).toContain('正在生成：已生成0份');
    await knex('print_jobs')
      .where({ id })
      .update({ heartbeat_at: new Date(Date.now() - 61_000) });
    expect((await county.get(page.url)).text).toContain('已中断，可以继续');
    service.runner.start(id);
    await service.runner.settle();
    expect((await knex('print_job_parts').where({ job_id: id })).length).toBe(3);
    await service.close();
  });

  it('removes the files when their days are over', async () => {
    const { knex } = app.database;
    await knex('print_jobs').update({ expires_at: new Date(Date.now() - 1) });
    const page = await start('county');
    await jobs().runner.settle();
    const kept = await knex('print_job_parts').whereNotNull('pdf_cipher').pluck('job_id');
    expect(kept).toEqual([Number(page.url.split('/').at(-1))]);
    const { id } = await knex('print_jobs').orderBy('id').first('id');
    expect((await county.get(`/office/printing/jobs/${id}/parts/1`)).status).toBe(404);
    expect((await county.get(`/office/printing/jobs/${id}`)).text).toContain('已到期删除');
  });

  it('leaves the record of printings to nobody to change', async () => {
    const { knex } = app.database;
    await expect(
      knex('form_prints').update({ officer_id: await idOfOfficer(app, 'county-2') }),
    ).rejects.toThrow('never changed');
  });
});
