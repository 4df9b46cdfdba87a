import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import {
  choose,
  file,
  forgetFilings,
  idOf,
  moveWindow,
  openForm,
  people,
  pressSave,
  signIn,
  sound,
} from './filing';

const another = choose('first-1', '0001', ['27']);

describe('the instants of a save', () => {
  let app: TestApp;
  let client: TestClient;
  let start: Date;
  let closing: Date;

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
    start = app.clock.read();
    const window = await app.database.knex('windows').where({ batch_code: 'early-other' }).first('closes_at');
    closing = window?.closes_at;
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await forgetFilings(app);
    await moveWindow(app, 'early-other', { closesAt: closing });
    app.clock.set(start);
  });

  const at = (base: Date, ms: number) => app.clock.set(new Date(base.getTime() + ms));
  const listVersions = () => app.database.knex('application_versions').orderBy('id');
  const findDraft = () => app.database.knex('application_drafts').first('fields');

  async function expectDraft(major: string): Promise<void> {
    expect((await findDraft())?.fields.first[0].majors[0]).toBe(major);
  }

  it('refuses the next save at 59:59.999 and takes it at 60:00.000', async () => {
    await file(client, 'early-other', sound);
    at(start, 60 * MINUTE - 1);
    const notice = await client.get('/batches/early-other/notice');
    expect(notice.status).toBe(409);
    expect(notice.text).toContain('距离上次保存志愿未满1小时，暂无法修改');
    // Whoever kept a form open past the save, or forged one, meets the same hour in the save itself.
    await app.database.knex('form_openings').insert({
      candidate_id: await idOf(app, people.pilot),
      batch_code: 'early-other',
      opened_at: start,
      expires_at: closing,
    });
    const token = app.services.tokens.issue(await idOf(app, people.pilot), 'early-other');
    const early = await client.post('/batches/early-other/versions', { ...another, formToken: token });
    expect(early.status).toBe(409);
    expect(early.text).toContain('暂无法修改');
    expect(await listVersions()).toHaveLength(1);
    at(start, 60 * MINUTE);
    const page = await file(client, 'early-other', another);
    expect(page.text).toContain('第2次保存时间');
    expect((await listVersions()).map(({ saved_at }) => saved_at)).toEqual([start, app.clock.read()]);
  });

  it.each([
    [-1, 200],
    [0, 409],
    [1, 409],
  ])(
    'closes exactly: a form opened before and posted %d ms from the closing instant gets %d',
    async (ms, status) => {
      at(closing, -10 * MINUTE);
      const form = await openForm(client);
      expect(form.text).toContain('10:00');
      at(closing, ms);
      const page = await pressSave(client, form, sound);
      expect(page.status).toBe(status);
      expect(await listVersions()).toHaveLength(status === 200 ? 1 : 0);
      if (status === 200) {
        expect(page.url).toBe('/batches/early-other');
        return;
      }
      expect(page.text).toContain('该批次现在不在填报时间内');
      await expectDraft('16');
      for (const path of ['notice', 'form'])
        expect((await client.get(`/batches/early-other/${path}`)).status).toBe(409);
    },
  );

  it('opens exactly', async () => {
    const opensAt = new Date(start.getTime() + 5 * MINUTE);
    await moveWindow(app, 'early-other', { opensAt });
    at(opensAt, -1);
    expect((await client.get('/batches/early-other/notice')).status).toBe(409);
    at(opensAt, 0);
    expect((await client.get('/batches/early-other/notice')).status).toBe(200);
    await moveWindow(app, 'early-other', { opensAt: new Date(start.getTime() - 60 * MINUTE) });
  });

  it('obeys a window that was moved while the form was open, before the node has heard of it', async () => {
    const form = await openForm(client);
    await moveWindow(
      app,
      'early-other',
      { closesAt: new Date(start.getTime() + MINUTE) },
      { refresh: false },
    );
    at(start, MINUTE);
    const page = await pressSave(client, form, sound);
    expect(page.status).toBe(409);
    expect(await listVersions()).toHaveLength(0);
  });

  it('takes a save 29:59.999 after the form was opened', async () => {
    const form = await openForm(client);
    at(start, 30 * MINUTE - 1);
    expect((await pressSave(client, form, sound)).url).toBe('/batches/early-other');
    expect(await listVersions()).toHaveLength(1);
  });

  it('tells 超时未保存 at 30:00.000, keeps the draft, and a new opening gives 30 minutes again', async () => {
    const form = await openForm(client);
    expect(form.text).toContain('30:00');
    at(start, 30 * MINUTE);
    const page = await pressSave(client, form, sound);
    expect(page.url).toBe('/batches/early-other/expired');
    expect(page.text).toContain('超时未保存，需重新填报');
    expect(await listVersions()).toHaveLength(0);
    await expectDraft('16');
    expect((await client.get('/batches/early-other/form')).url).toBe('/batches/early-other/expired');
    const again = await openForm(client);
    expect(again.text).toContain('30:00');
    expect(again.text).toContain('还没有保存志愿');
    expect(again.html).toContain('name="first-1-major-1" value="16"');
    expect((await pressSave(client, again, sound)).url).toBe('/batches/early-other');
    expect(await listVersions()).toHaveLength(1);
  });

  it('keeps the 30 minutes of the first opening when the notice is accepted again', async () => {
    await openForm(client);
    at(start, 20 * MINUTE);
    expect((await openForm(client)).text).toContain('10:00');
  });

  it('asks for the notice again after a save', async () => {
    await file(client, 'early-other', sound);
    at(start, 60 * MINUTE);
    expect((await client.get('/batches/early-other/form')).url).toBe('/batches/early-other/notice');
    const token = app.services.tokens.issue(await idOf(app, people.pilot), 'early-other');
    const page = await client.post('/batches/early-other/versions', { ...another, formToken: token });
    expect(page.status).toBe(409);
    expect(page.text).toContain('志愿已在另一个窗口保存');
    expect(await listVersions()).toHaveLength(1);
  });
});
