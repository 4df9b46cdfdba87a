import { readShippedRulePack } from '../../seeds/reference/seed-reference';
import {
  openForm as openOverHttp,
  people,
  press,
  signIn as signInOverHttp,
  sound,
} from '../candidate/filing/filing';
import type { Screen } from '../pages/screen';
import { refreshOfficerTotp } from '../support/officers';
import { demoPassword } from '../support/test-client';
import { describeScriptedJourney } from './journey';

const shipped = readShippedRulePack('henan-2021');

describeScriptedJourney('a day at the province', (stage) => {
  let screen: Screen;

  /** Where the officer is now, looked at. */
  const look = async (path: string | RegExp) => {
    expect(new URL(screen.page.url()).pathname).toMatch(path);
    await screen.inspect();
    return (await screen.page.locator('main').textContent()) ?? '';
  };
  const pressButton = (name: string) =>
    screen.follow(() => screen.page.getByRole('button', { name, exact: true }).click());
  const open = async (path: string) => {
    await screen.visit(path);
    return look(path.replace(/\?.*$/, ''));
  };
  const fill = (label: string, value: string) => screen.page.getByLabel(label, { exact: true }).fill(value);
  const tick = (label: string) => screen.page.getByLabel(label, { exact: true }).check();
  const upload = async (pack: object) => {
    const buffer = Buffer.from(JSON.stringify(pack));
    await screen.page
      .getByLabel('规则包文件：')
      .setInputFiles({ name: 'pack.json', mimeType: 'application/json', buffer });
    await fill('理由：', '增加提醒');
    await pressButton('上传并检查');
  };

  it('opens, lengthens, switches, changes rules and plan, and tells', async () => {
    const app = stage.app();
    const candidate = await signInOverHttp(app, people.pilot);
    await press(candidate, await openOverHttp(candidate), 'versions', sound);
    const school = await app.database
      .knex('candidates')
      .where({ candidate_number: people.pilot })
      .first('school_code');

    screen = await stage.openScreen();
    await screen.visit('/office/sign-in');
    await fill('登录名：', 'province-1');
    await fill('密码：', demoPassword);
    await fill('动态密码：', await refreshOfficerTotp(app, 'province-1'));
    await pressButton('登录');
    await look('/office');

    await open('/office/windows');
    await open('/office/windows/check');
    await open('/office/windows/change');
    await pressButton('预览');
    expect(await look('/office/windows/preview')).toContain('请至少选择一个批次');
    await tick('提前批其他');
    await tick('全省');
    await tick('设置或移动：从开始时间到截止时间');
    await fill('开始时间：', '2021-06-26 08:00');
    await fill('截止时间：', '2031-06-28 18:00');
    await fill('理由：', '按日程');
    await pressButton('预览');
    expect(await look('/office/windows/preview')).toContain('2031年06月28日 18:00');
    await pressButton('执行调整');
    await look('/office/windows');

    await open('/office/windows/change?batch-early-other=on&act=lengthen&scopeKind=school');
    await fill('学校：', school.school_code);
    await fill('分钟数：', '30');
    await fill('理由：', '学校停电');
    await fill('公告标题：', '延长填报时间');
    await fill('公告内容：', '因停电，该校延长30分钟。');
    await pressButton('预览');
    expect(await look('/office/windows/preview')).toContain('2031年06月28日 18:30');
    await pressButton('执行调整');
    expect(await open('/office/windows/batches/early-other')).toContain('学校停电');

    await open('/office/switches');
    await screen.page.locator('#reason-stopSaves').fill('核对数据');
    await pressButton('打开“暂停保存志愿”');
    expect(await look('/office/switches')).toContain('已打开');
    await screen.page.locator('#reason-stopSaves').fill('核对完毕');
    await pressButton('关闭“暂停保存志愿”');

    await open('/office/rule-packs');
    await upload({ ...shipped, version: 2, headings: [] });
    expect(await look('/office/rule-packs')).toContain('规则包有误');
    await upload({ ...shipped, version: 2, countdownWarnings: [15, 5, 1] });
    expect(await look(/\/office\/rule-packs\/\d+/)).toContain('倒计时提醒');
    await fill('理由：', '增加提醒');
    await pressButton('启用');
    expect(await look('/office/rule-packs')).toContain('第2版');

    await open('/office/plans?institution=0001&batch=early-other&major=16');
    await screen.follow(() => screen.page.getByRole('link', { name: /马克思主义理论/ }).click());
    await look(/\/office\/plans\/\d+/);
    await fill('计划数：', '77');
    await fill('理由：', '院校来函');
    await pressButton('预览调整');
    expect(await look(/\/preview$/)).toContain('1份含有此计划');
    await pressButton('执行并通知');
    expect(await look('/office/plans')).toContain('1人');

    await open('/office/mails');
    await open('/office/mails/new');
    await tick('全体考生（公共信箱）');
    await fill('标题：', '计划调整');
    await fill('内容：', '请核对志愿。');
    await fill('理由：', '院校来函');
    await pressButton('预览');
    await look('/office/mails/preview');
    await pressButton('发出');
    expect(await look('/office/mails')).toContain('计划调整');

    await open('/office/officers');
    const audit = await open('/office/audit');
    for (const act of ['延长填报时间', '打开应急开关', '启用规则包', '调整招生计划', '发布公告'])
      expect(audit).toContain(act);
    expect((await candidate.get('/mails/personal')).text).toContain('招生计划调整，请核对志愿');
  });
});
