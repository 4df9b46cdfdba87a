import { presentNotice } from '../../src/candidate/filing/notice.presenter';
import { activateRulePack } from '../../src/domain/rule-packs/rule-pack.repository';
import { listColumns } from '../../src/office/filing-progress/board.presenter';
import { tally, unitsOf } from '../../src/office/filing-progress/tally';
import type { RulePack, Section } from '../../src/rules/pack/rule-pack';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient } from '../support/test-client';
import { MINUTE } from '../support/test-clock';
import { enterProvince, filer, typeChoice } from './province';

const BATCH = 'undergraduate';

describe('saves without a limit', () => {
  let app: TestApp;
  let pack: RulePack;
  let section: Section;
  let client: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    const limited = await enterProvince(app, 'henan-2026');
    pack = {
      ...limited,
      version: 2,
      batches: limited.batches.map((one) => (one.code === BATCH ? { ...one, maxSaves: null } : one)),
    };
    await app.database.knex.transaction((transaction) => activateRulePack(transaction, pack));
    await app.services.reference.refresh();
    const found = pack.batches.find(({ code }) => code === BATCH)?.sections[0];
    if (found === undefined) throw new Error('no such batch');
    section = found;
    client = createTestClient(app.url);
    await client.signIn(filer);
  });
  afterAll(() => app.close());

  async function save(institution: number) {
    await client.get(`/batches/${BATCH}/notice`);
    const form = await client.post(`/batches/${BATCH}/notice`, {});
    const hidden = form.hidden(`/batches/${BATCH}/versions`);
    const slot = { ...typeChoice(pack, section, 1, institution), [`${section.code}-1-adjustment`]: 'agree' };
    const answer = await client.post(`/batches/${BATCH}/versions`, { ...hidden, ...slot });
    const confirm = answer.hidden(`/batches/${BATCH}/versions`);
    if (confirm.confirmed !== undefined) await client.post(`/batches/${BATCH}/versions`, confirm);
    return form;
  }

  it('go on past the third, and no page, letter or message names a number that is not there', async () => {
    for (const institution of [1, 2, 3, 4]) {
      await save(institution);
      app.clock.advance(61 * MINUTE);
    }
    const browsed = await client.get(`/batches/${BATCH}`);
    expect(browsed.text).toContain('第4次保存时间');
    expect(browsed.text).toContain('还可以修改任意次');
    expect((await client.get('/')).text).toContain('已填报，还可以修改任意次');
    const form = await save(5);
    expect(form.text).toContain('您正在修改已保存的志愿，还可以修改任意次');
    expect(form.text).toContain('本次保存后还可以修改任意次');
    const mail = await app.database.knex('mails').orderBy('id', 'desc').first('body');
    expect(mail.body).toContain('第5次保存');
    expect(mail.body).toContain('还可以修改任意次');
    for (const text of [browsed.text, form.text, mail.body]) expect(text).not.toMatch(/null|NaN|Infinity/);
  });

  it('are counted on the board with a last column for all beyond', () => {
    const batch = pack.batches.find(({ code }) => code === BATCH);
    if (batch === undefined) throw new Error('no such batch');
    const columns = listColumns(batch).filter((name) => name.startsWith('保存'));
    expect([columns.length, columns.at(-1)]).toEqual([6, '保存6次以上']);
    const counts = [2, 6, 40].map((saves) => ({ key: '', unit: BATCH, measure: `saved${saves}`, count: 1 }));
    expect(tally(unitsOf(pack, batch), counts).saved).toEqual([0, 1, 0, 0, 0, 2]);
    expect(presentNotice(pack, batch).join('')).toContain('一共可以保存任意次');
  });
});
