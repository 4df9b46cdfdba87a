import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { choose, file, forgetFilings, openForm, pressSave, signIn } from './filing';

const UPGRADE = '21410104120008';
const VOCATIONAL = '21410103140007';
const STRANGE = '星际航行';

describe.each([
  ['专升本', UPGRADE, 'upgrade', 'registeredMajor', '报考专业', choose('parallel-1', '6041', [], null)],
  [
    '对口生本科',
    VOCATIONAL,
    'vocational-undergraduate',
    'vocationalCategory',
    '专业类别',
    choose('parallel-1', '6041', ['01']),
  ],
] as const)(
  '%s with a registration that the plan does not know',
  (name, number, batch, fact, label, codes) => {
    let app: TestApp;
    let client: TestClient;
    beforeAll(async () => {
      app = await startTestApp();
      client = await signIn(app, number);
    });
    beforeEach(() => forgetFilings(app));
    afterAll(() => app.close());

    async function register(value: string): Promise<void> {
      const { knex } = app.database;
      const added = knex.raw('(facts::jsonb || ?::jsonb)::json', [JSON.stringify({ [fact]: value })]);
      await knex('candidates').where({ candidate_number: number }).update({ facts: added });
    }
    const countSaves = async () => (await app.database.knex('application_versions')).length;

    it('is 不具填报资格 with the reason, on home, at the notice, in an open form and at its save', async () => {
      const { facts } = await app.database
        .knex('candidates')
        .where({ candidate_number: number })
        .first('facts');
      const form = await openForm(client, batch);
      await register(STRANGE);
      const reason = `${label}“${STRANGE}”不在本批次的招生计划中，请持身份证到报名所在地招生考试机构核对`;
      const home = (await client.get('/')).text;
      expect(home).toContain('不具填报资格');
      expect(home).toContain(reason);
      for (const path of ['notice', 'form']) {
        const page = await client.get(`/batches/${batch}/${path}`);
        expect(page.status).toBeGreaterThanOrEqual(400);
        expect(page.text).toContain('您不具备该批次的填报资格。请返回首页查看原因。');
      }
      expect((await client.get(`/plans?batch=${batch}`)).text).toContain(
        `您不能填报【${name}】：${reason}。`,
      );
      const refused = await pressSave(client, form, codes);
      expect([refused.status >= 400, await countSaves()]).toEqual([true, 0]);
      expect(refused.text).toContain('不具备该批次的填报资格');
      await register(facts[fact]);
      expect((await client.get('/')).text).not.toContain(STRANGE);
      await openForm(client, batch);
    });
  },
);

describe('the one major of a school of 专升本', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('is taken by its name behind the school’s, and another is told', async () => {
    const client = await signIn(app, UPGRADE);
    const form = await openForm(client, 'upgrade');
    const hidden = form.hidden('/batches/upgrade/versions');
    const paste = (pasted: string) => client.post('/batches/upgrade/pasting', { ...hidden, pasted });
    const look = await paste('许昌学院(专升本)\t计算机科学与技术\n6046 计算机科学与技术');
    expect(look.text).toMatch(/读出2个志愿/);
    expect(look.text).not.toContain('没有识别');
    expect((await paste('6041 护理学')).text).toContain('没有识别“护理学”');
    await file(client, 'upgrade', choose('parallel-1', '6041', [], null));
    expect((await client.get('/batches/upgrade')).text).toMatch(/\[6041\]许昌学院\(专升本\).{0,40}元\/年/);
  });
});
