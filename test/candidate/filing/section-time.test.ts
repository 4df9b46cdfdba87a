import type { RulePack } from '../../../src/rules/pack/rule-pack';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import {
  changePack,
  choose,
  file,
  forgetFilings,
  openForm,
  people,
  pressSave,
  signIn,
  sound,
  withoutCooldown,
} from './filing';

/** 第二志愿 of 提前批其他 has ten of the thirty minutes. */
const withMinutes = (pack: RulePack): RulePack => ({
  ...withoutCooldown(pack),
  batches: withoutCooldown(pack).batches.map((batch) => ({
    ...batch,
    sections: batch.sections.map((section) =>
      batch.code === 'early-other' && section.code === 'second' ? { ...section, formMinutes: 10 } : section,
    ),
  })),
});

const both = { ...sound, ...choose('second-1', '0001', ['27']) };
const other = { ...sound, ...choose('second-1', '0001', ['31']) };
const OVER = '本栏要在打开填报页面后10分钟内保存，时间已过，请改回已保存的内容';

describe('a section with minutes of its own', () => {
  let app: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    await changePack(app, withMinutes);
    client = await signIn(app, people.pilot);
  });
  afterAll(() => app.close());
  beforeEach(() => forgetFilings(app));

  const countVersions = async () => (await app.database.knex('application_versions')).length;

  it('is told of before and in the form, and saved until its last millisecond', async () => {
    const notice = await client.get('/batches/early-other/notice');
    expect(notice.text).toContain('“第二志愿”要在打开填报页面后10分钟内保存');
    const form = await openForm(client);
    expect(form.text).toMatch(/“第二志愿”要在\d\d:\d\d:\d\d前保存/);
    app.clock.advance(10 * MINUTE - 1);
    expect((await pressSave(client, form, both)).url).toBe('/batches/early-other');
  });

  it('is refused behind them, in red and with what was typed; all else goes on', async () => {
    const form = await openForm(client);
    app.clock.advance(10 * MINUTE);
    const refused = await pressSave(client, form, both);
    expect([refused.status, refused.text.includes(OVER)]).toEqual([422, true]);
    expect(refused.html).toContain('value="27"');
    expect(refused.text).toContain('“第二志愿”的填报时限已过，这次不能再修改；其他志愿栏可以继续填写、保存');
    expect(await countVersions()).toBe(0);
    const empty = { 'second-1-institution': '', 'second-1-major-1': '', 'second-1-adjustment': '' };
    expect((await pressSave(client, refused, { ...sound, ...empty })).url).toBe('/batches/early-other');
  });

  it('has to be as it was saved, which may be saved again beside changes elsewhere', async () => {
    await file(client, 'early-other', both);
    const form = await openForm(client);
    app.clock.advance(11 * MINUTE);
    const refused = await pressSave(client, form, other);
    expect([refused.status, refused.text.includes(OVER)]).toEqual([422, true]);
    const changed = { ...both, ...choose('first-1', '0001', ['31', '16']) };
    const changes = await pressSave(client, refused, changed);
    expect(changes.text).toContain('志愿还没有保存');
    expect((await pressSave(client, changes)).text).toContain('第2次保存时间');
    // The next opening has its minutes anew.
    expect(
      (await file(client, 'early-other', { ...other, ...choose('first-1', '0001', ['31']) })).text,
    ).toContain('第3次保存时间');
  });
});
