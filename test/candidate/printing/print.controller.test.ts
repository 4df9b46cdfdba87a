import type { Request, Response } from 'express';
import type { CandidateHandler, CandidateVisit } from '../../../src/candidate/as-candidate';
import {
  createPrintControllers,
  type PrintControllers,
} from '../../../src/candidate/printing/print.controller';
import { findCandidate } from '../../../src/domain/candidates/candidate.repository';
import { createPdfPrinter } from '../../../src/domain/printed-forms/pdf-printer';
import type { PrintedForm } from '../../../src/domain/printed-forms/printed-form';
import { startTestApp, type TestApp } from '../../support/test-app';
import {
  changePack,
  choose,
  file,
  forgetFilings,
  idOf,
  people,
  signIn,
  sound,
  withoutCooldown,
} from '../filing/filing';
import { listPages } from './poppler';
import { squeeze } from './samples';

const pdf = createPdfPrinter();
let app: TestApp;
let controllers: PrintControllers;
beforeAll(async () => {
  app = await startTestApp();
  const { db, cipher, reference, clock, checkpoints } = app.services;
  controllers = createPrintControllers({
    db,
    cipher,
    reference,
    clock,
    checkpoints,
    environment: 'demo',
    pdf,
  });
  await changePack(app, withoutCooldown);
});
beforeEach(() => forgetFilings(app));
afterAll(async () => {
  await pdf.close();
  await app?.close();
});

interface Answer {
  readonly page: { template: string; model: { form: PrintedForm; back: string; pdf: string } } | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Sends a candidate to a handler, and keeps what comes back. */
async function ask(handler: CandidateHandler, candidateNumber: string, params: object): Promise<Answer> {
  const candidate = await findCandidate(app.services.db, await idOf(app, candidateNumber));
  if (candidate === null) throw new Error(`${candidateNumber} is not in the demo`);
  const answer: { -readonly [key in keyof Answer]: Answer[key] } = {
    page: null,
    headers: {},
    body: Buffer.alloc(0),
  };
  const res = {
    setHeader: (name: string, value: string | number) => {
      answer.headers = { ...answer.headers, [name]: String(value) };
    },
    end: (bytes: Buffer) => {
      answer.body = bytes;
    },
  };
  const visit: CandidateVisit = {
    req: { params } as unknown as Request,
    res: res as unknown as Response,
    candidate,
    origin: { address: '127.0.0.1', device: 'device' } as CandidateVisit['origin'],
    render: (template, model) => {
      answer.page = { template, model: model as { form: PrintedForm; back: string; pdf: string } };
    },
    redirect: () => undefined,
  };
  await handler(visit);
  return answer;
}

/** Ids of a candidate's versions, oldest first. */
async function listVersionIds(candidateNumber: string): Promise<number[]> {
  const rows = await app.services
    .db('application_versions')
    .where({ candidate_id: await idOf(app, candidateNumber) })
    .orderBy('id')
    .select('id');
  return rows.map(({ id }) => Number(id));
}

const early = { batch: 'early-other' };
const missing = { code: 'notFound', status: 404 };

describe('打印', () => {
  it('prints what is in force in a batch, the identity number masked', async () => {
    await file(await signIn(app, people.pilot), 'early-other', sound);
    const { page } = await ask(controllers.showInForce, people.pilot, early);
    expect(page?.template).toBe('candidate/printing/form');
    expect(page?.model).toMatchObject({
      back: '/batches/early-other',
      pdf: '/batches/early-other/print.pdf',
    });
    const form = page?.model.form;
    expect(form?.batch).toBe('提前批其他');
    expect(form?.warnings).toEqual(['模拟演练，不具有真实效力']);
    expect(form?.sections[0]?.slots[0]?.institution).toBe('[0001]北京体育大学');
    const masked = form?.facts.flat().find(({ label }) => label === '证件号码')?.value;
    expect(masked).toMatch(/^\d{3}\*{11}\d{3}[\dX]$/);
  });

  it('sends the same as a PDF, to be kept under a Chinese name', async () => {
    await file(await signIn(app, people.pilot), 'early-other', sound);
    const { page } = await ask(controllers.showInForce, people.pilot, early);
    const { headers, body } = await ask(controllers.sendInForcePdf, people.pilot, early);
    expect(headers['Content-Type']).toBe('application/pdf');
    expect(headers['Content-Length']).toBe(String(body.length));
    expect(decodeURIComponent(headers['Content-Disposition'] ?? '')).toContain(
      '志愿表-提前批其他-第1次保存.pdf',
    );
    const text = squeeze(listPages(body).join(''));
    const checkValue = page?.model.form.facts.flat().find(({ label }) => label === '校验值')?.value ?? '';
    expect(text).toContain(squeeze(checkValue));
    expect(text).toContain('[0001]北京体育大学');
    expect(text).toContain('[16]马克思主义理论');
  });

  it('says beside each name what the plan of today says, and nothing of a row that has another name now', async () => {
    const { knex } = app.database;
    await file(await signIn(app, people.pilot), 'early-other', sound);
    const row = { batch_code: 'early-other', institution_code: '0001', major_code: '16' };
    const before = await knex('plan_entries').where(row).first('tuition_yuan', 'note', 'major_name');
    const print = async () => {
      const { page } = await ask(controllers.showInForce, people.pilot, early);
      const { body } = await ask(controllers.sendInForcePdf, people.pilot, early);
      const slot = page?.model.form.sections[0]?.slots[0];
      return { slot, note: page?.model.form.planNote, paper: squeeze(listPages(body).join('')) };
    };
    await knex('plan_entries').where(row).update({ tuition_yuan: 7700, note: '办学地点：东校区' });
    await app.services.reference.refresh();
    const named = await print();
    expect(named.slot).toMatchObject({
      detail: '北京市',
      majors: [{ text: '[16]马克思主义理论', detail: '7700元/年；办学地点：东校区' }, {}, {}, {}, {}],
    });
    expect(named.paper).toContain('7700元/年；办学地点：东校区');
    expect(named.paper).toContain(squeeze(named.note ?? ''));
    expect(named.note).toContain('招生计划');

    await knex('plan_entries').where(row).update({ major_name: '旅游管理' });
    await app.services.reference.refresh();
    const renamed = await print();
    expect(renamed.slot?.majors[0]).toMatchObject({ text: '[16]马克思主义理论', detail: '' });
    expect(renamed.paper).not.toContain('7700元');
    await knex('plan_entries').where(row).update(before);
    await app.services.reference.refresh();
  });

  it('has nothing to print where nothing is saved, or there is no such batch', async () => {
    for (const handler of [controllers.showInForce, controllers.sendInForcePdf]) {
      await expect(ask(handler, people.pilot, early)).rejects.toMatchObject(missing);
      await expect(ask(handler, people.pilot, { batch: 'nowhere' })).rejects.toMatchObject(missing);
    }
  });

  it('prints an earlier version as what it is', async () => {
    const client = await signIn(app, people.pilot);
    await file(client, 'early-other', sound);
    await file(client, 'early-other', choose('first-1', '0001', ['27']));
    const [first, second] = await listVersionIds(people.pilot);
    const earlier = await ask(controllers.showVersion, people.pilot, { version: String(first) });
    expect(earlier.page?.model).toMatchObject({
      back: `/versions/${first}`,
      pdf: `/versions/${first}/print.pdf`,
    });
    expect(earlier.page?.model.form.warnings).toContain('本表是以前的保存记录，不是当前有效的志愿');
    const newest = await ask(controllers.showVersion, people.pilot, { version: String(second) });
    expect(newest.page?.model.form.warnings).toEqual(['模拟演练，不具有真实效力']);
    const sent = await ask(controllers.sendVersionPdf, people.pilot, { version: String(first) });
    expect(listPages(sent.body)[0]).toContain('本表是以前的保存记录');
  });

  it('prints an overwritten batch no more', async () => {
    const client = await signIn(app, people.pilot);
    await file(client, 'early-other', sound);
    await app.services.db('application_groups').update({ current_batch_code: 'early-military' });
    await expect(ask(controllers.showInForce, people.pilot, early)).rejects.toMatchObject(missing);
  });

  it('prints what was given up as a record only', async () => {
    await file(await signIn(app, people.pilot), 'early-other', sound);
    await app.services.db('application_groups').update({ abandoned_at: new Date(0) });
    await expect(ask(controllers.showInForce, people.pilot, early)).rejects.toMatchObject(missing);
    const [id] = await listVersionIds(people.pilot);
    const { page } = await ask(controllers.showVersion, people.pilot, { version: String(id) });
    expect(page?.model.form.warnings).toContain('本表是以前的保存记录，不是当前有效的志愿');
  });

  it("never prints another's version, or one that cannot be", async () => {
    await file(await signIn(app, people.pilot), 'early-other', sound);
    const [id] = await listVersionIds(people.pilot);
    for (const version of [
      String(id),
      '0',
      '-1',
      'x',
      '1e999',
      '9007199254740991',
      '9007199254740993',
      '1.5',
    ]) {
      const params = { version };
      await expect(ask(controllers.showVersion, people.minority, params)).rejects.toMatchObject(missing);
      await expect(ask(controllers.sendVersionPdf, people.minority, params)).rejects.toMatchObject(missing);
    }
  });
});
