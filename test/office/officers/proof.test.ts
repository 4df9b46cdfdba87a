import { demoPassword } from '../../../seeds/demo/people';
import { listOfficerActs, refreshOfficerTotp, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';

const MINUTE = 60_000;

describe('动态密码 once more before what reaches everybody', () => {
  let app: TestApp;
  let province: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    province = await signInOfficer(app, 'province-1');
  });
  afterAll(() => app.close());

  /** As if the officer had typed the last 动态密码 so long ago, and worked on since. */
  const age = (minutes: number) =>
    app.database.knex.raw(
      `update sessions set sess = (sess::jsonb || jsonb_build_object('officerProvedAt', ?::bigint))::json
        where sess::jsonb ? 'officer'`.replace("? 'officer'", "\\? 'officer'"),
      [Date.now() - minutes * MINUTE],
    );

  async function turn(reason: string): Promise<TestPage> {
    const page = await province.get('/office/switches');
    const path = '/office/switches/noSignIns';
    return province.post(
      path,
      { ...page.hidden(path), reason },
      { headers: { referer: new URL('/office/switches', app.url).href } },
    );
  }
  const prove = async (totp: string) => province.post('/office/proof', { totp });

  it('asks nothing of who has just typed it', async () => {
    await age(9);
    expect((await turn('演练')).text).toContain('已打开');
    expect((await turn('演练结束')).text).not.toContain('已打开');
  });

  it('asks who has not, does nothing meanwhile, and goes on with the form as it was filled in', async () => {
    await age(11);
    const asked = await turn('核对数据');
    expect([asked.url, asked.text]).toEqual([
      '/office/proof',
      expect.stringContaining('没有执行，也没有丢失'),
    ]);
    expect((await province.get('/office/switches')).text).not.toContain('已打开');
    for (const [typed, sentence] of [
      ['', '请输入8位动态密码'],
      [demoPassword, '请输入8位动态密码'],
      ['00000000', '动态密码错误'],
    ] as const) {
      const page = await prove(typed);
      expect([page.status, page.text]).toEqual([422, expect.stringContaining(sentence)]);
    }
    const back = await prove(await refreshOfficerTotp(app, 'province-1'));
    expect(back.url).toBe('/office/switches');
    expect(back.html).toContain('value="核对数据"');
    expect(back.text).not.toContain('已打开');
    expect(await listOfficerActs(app, 'province-1')).toContain('proofRefused');
    expect((await turn('核对数据')).text).toContain('已打开');
    await turn('核对完毕');
  });

  it('takes no code twice, and no more than a few wrong ones', async () => {
    await age(11);
    const totp = await refreshOfficerTotp(app, 'province-1');
    expect((await prove(totp)).url).not.toBe('/office/proof');
    expect((await prove(totp)).status).toBe(422);
    const statuses: number[] = [];
    for (let time = 0; time < 5; time += 1) statuses.push((await prove('00000000')).status);
    expect(statuses.at(-1)).toBe(429);
    await app.database.knex('throttles').delete();
  });

  it.each([
    '/office/exports',
    '/office/exports/1/approval',
    '/office/exports/1/package',
    '/office/restorations',
    '/office/restorations/1/approval',
    '/office/windows/changes',
    '/office/rule-packs/1/activation',
    '/office/rule-packs/1/approval',
    '/office/officers',
    '/office/officers/letters',
    '/office/officers/releases',
    '/office/officers/1/renewal',
    '/office/officers/1/enabling',
    '/office/imports/1/approval',
    '/office/list-approvals/1/approval',
    '/office/lists',
    '/office/lists/1/file',
    '/office/lists/1/restoration',
  ])('stands before %s', async (path) => {
    await province.get('/office');
    await age(11);
    expect((await province.post(path, {})).url).toBe('/office/proof');
  });
});
