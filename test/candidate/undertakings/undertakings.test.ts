import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import {
  type Codes,
  changePack,
  choose,
  file,
  findSound,
  forgetFilings,
  idOf,
  openForm,
  people,
  pressSave,
  signIn,
  sound,
  withoutCooldown,
} from '../filing/filing';
import { listPages } from '../printing/poppler';
import { squeeze } from '../printing/samples';

const batch = 'undergraduate-1';
const home = `/batches/${batch}/undertakings/directed-tibet`;
const directed = choose('directed-1', '1420', ['29', '30']);
const identityNumber = '41012220030709984X';

let app: TestApp;
let client: TestClient;
let ordinary: Codes;
beforeAll(async () => {
  app = await startTestApp();
  await changePack(app, withoutCooldown);
  client = await signIn(app, people.rural);
  ordinary = await findSound(app, people.rural, batch);
});
beforeEach(() => forgetFilings(app));
afterAll(() => app?.close());

async function listReminders(): Promise<{ title: string; body: string }[]> {
  return app.database
    .knex('mails')
    .where({ kind: 'undertakingReminder', candidate_id: await idOf(app, people.rural) })
    .orderBy('id')
    .select('title', 'body');
}

async function fetchPdf(path: string): Promise<{ status: number; type: string; name: string; text: string }> {
  const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
  const response = await fetch(new URL(path, app.url), { headers: { cookie }, redirect: 'manual' });
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    name: decodeURIComponent(response.headers.get('content-disposition') ?? ''),
    text: squeeze(listPages(bytes).join('')),
  };
}

describe('浏览', () => {
  it('tells of the undertaking and leads to it, and that a drill needs no signature', async () => {
    const page = await file(client, batch, directed);
    expect(page.text).toContain('您填报了定向西藏志愿，请点击 打印定向西藏承诺书 ，在规定时间内打印并签字');
    expect(page.text).toContain('（本次模拟演练不需要签字递交）');
    expect(page.html).toContain(`href="${home}"`);
  });

  it('tells of none for an ordinary list', async () => {
    const page = await file(client, batch, ordinary);
    expect(page.text).toContain('志愿浏览');
    expect(page.text).not.toContain('承诺书');
  });
});

describe('the reminder', () => {
  it('is a read-only mail at each save, in the words of figure 18, and goes out by no other way', async () => {
    await file(client, batch, directed);
    await file(client, batch, choose('directed-1', '1420', ['30']));
    const reminders = await listReminders();
    expect(reminders.map(({ title }) => title)).toEqual([
      '本科一批志愿【定向西藏】承诺书打印提醒（第1次保存）',
      '本科一批志愿【定向西藏】承诺书打印提醒（第2次保存）',
    ]);
    expect(reminders[1]?.body).toMatch(
      /^考生您好，您于\d{4}年\d\d月\d\d日 \d\d:\d\d:\d\d第2次填报的志愿中含有【定向西藏】志愿信息，请在志愿浏览页面打印【定向西藏承诺书】，并按要求递交。$/,
    );
    const sent = await app.database.knex('outbox_messages').where({ kind: 'undertakingReminder' });
    expect(sent).toEqual([]);
  });

  it('is sent once for a save that is posted twice, and not for one that is refused', async () => {
    const form = await openForm(client, batch);
    await pressSave(client, form, directed);
    await pressSave(client, form, directed);
    expect(await listReminders()).toHaveLength(1);
    await file(client, batch, choose('directed-1', '1420', ['29', '29']));
    expect(await listReminders()).toHaveLength(1);
  });

  it('is not sent for an ordinary list', async () => {
    await file(client, batch, ordinary);
    expect(await listReminders()).toEqual([]);
  });
});

describe('打印承诺书', () => {
  it('lets the institution be chosen, the identity number masked', async () => {
    await file(client, batch, directed);
    const page = await client.get(home);
    expect(page.status).toBe(200);
    expect(page.text).toContain('选择院校：');
    expect(page.html).toContain('<option value="1420">[1420]');
    expect(page.text).toContain('[29]水利水电工程(定向西藏就业)');
    expect(page.text).toContain('报名序号 010100003');
    expect(page.text).toContain('410***********984X');
    expect(page.html).not.toContain(identityNumber);
  });

  it('prints it with the full number, on paper alone', async () => {
    await file(client, batch, directed);
    for (const query of ['', '?institution=1420']) {
      const page = await client.get(`${home}/print${query}`);
      expect(page.text).toContain('2021年普通高校招生定向西藏就业承诺书');
      expect(page.html).toContain(`<span class="on-paper">${identityNumber}</span>`);
      expect(page.html).toContain('<span class="on-screen">410***********984X</span>');
      const pdf = await fetchPdf(`${home}/print.pdf${query}`);
      expect(pdf.type).toBe('application/pdf');
      expect(pdf.name).toContain('定向西藏承诺书-');
      expect(pdf.text).toContain(identityNumber);
      expect(pdf.text).toContain('[29]水利水电工程(定向西藏就业)');
      expect(pdf.text).toContain('本次模拟演练不需要签字递交');
    }
  });

  it('prints what was saved, whatever became of the plan since', async () => {
    await file(client, batch, directed);
    const row = { batch_code: batch, institution_code: '1420', major_code: '29' };
    const { knex } = app.database;
    const kept = await knex('plan_entries').where(row).first('major_name', 'plan_type');
    await knex('plan_entries').where(row).update({ major_name: '改名', plan_type: 'ordinary' });
    await app.services.reference.refresh();
    const page = await client.get(`${home}/print`);
    await knex('plan_entries').where(row).update(kept);
    await app.services.reference.refresh();
    expect(page.text).toContain('[29]水利水电工程(定向西藏就业)');
  });

  it('asks again where the list has several institutions and none is chosen', async () => {
    await changePack(app, (pack) => ({
      ...pack,
      batches: pack.batches.map((one) => ({
        ...one,
        sections: one.sections.map((section) => ({
          ...section,
          planTypes: [...section.planTypes, 'directed-tibet'].filter(
            (type, at, all) => all.indexOf(type) === at,
          ),
        })),
      })),
    }));
    await file(client, batch, { ...directed, ...choose('parallel-1', '6000', ['53']) });
    expect((await client.get(`${home}/print`)).url).toBe(home);
    expect((await client.get(`${home}/print.pdf`)).url).toBe(home);
    expect((await client.get(`${home}/print?institution=6000`)).text).toContain('[6000]郑州大学');
    expect((await fetchPdf(`${home}/print.pdf?institution=6000`)).text).toContain('[6000]郑州大学');
  });

  it.each(['institution=9999', 'institution=', 'institution=1420&institution=1420'])(
    'does not know %s',
    async (query) => {
      await file(client, batch, directed);
      expect((await client.get(`${home}/print?${query}`)).status).toBe(404);
      expect((await client.get(`${home}/print.pdf?${query}`)).status).toBe(404);
    },
  );

  const pages = ['', '/print', '/print.pdf'];

  async function expectNone(asker: TestClient = client): Promise<void> {
    for (const page of pages) expect((await asker.get(home + page)).status).toBe(404);
  }

  it('has none where the list asks for none, or for another', async () => {
    await expectNone();
    await file(client, batch, ordinary);
    await expectNone();
    await file(client, batch, directed);
    for (const other of ['directed-medical', 'ordinary', 'constructor'])
      expect((await client.get(`/batches/${batch}/undertakings/${other}`)).status).toBe(404);
    expect((await client.get('/batches/nowhere/undertakings/directed-tibet')).status).toBe(404);
  });

  it('has none for a list that was overwritten', async () => {
    const early = '/batches/early-other/undertakings/directed-medical';
    await file(client, 'early-other', choose('first-1', '6018', ['05']));
    expect((await client.get(early)).status).toBe(200);
    await file(client, 'early-other', sound);
    expect((await client.get(early)).status).toBe(404);
  });

  it('has none for a list that was given up', async () => {
    await file(client, batch, directed);
    await app.services.db('application_groups').update({ abandoned_at: new Date(0) });
    await expectNone();
    expect((await client.get(`/batches/${batch}`)).text).not.toContain('承诺书');
  });

  it("has none of another's", async () => {
    await file(client, batch, directed);
    await expectNone(await signIn(app, people.pilot));
  });
});
