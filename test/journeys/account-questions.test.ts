import { createScanLimits } from '../../src/account/factors/scan-limits';
import { getAccountCode, getDemoAccount, idOfAccount } from '../support/accounts';
import { newPassword } from '../support/register';
import { demoPassword } from '../support/test-client';
import { headingOf, provePhone, readPicture, scan, send, signIn, signOut, textOf } from './account-steps';
import { describeJourneyOfLongRun, describeScriptedJourney } from './journey';

describeScriptedJourney('the questions of those who have an account, or think they have none', (stage) => {
  it('2: find the user name and a new password', async () => {
    const { identityNumber, phone } = getDemoAccount('lumingqi');
    const facts = { '姓名：': '陆明琪', '证件号码：': identityNumber };
    const screen = await stage.openScreen();
    await screen.visit('/account/sign-in');
    await screen.follow(() =>
      screen.page.getByRole('main').getByRole('link', { name: '找回用户名' }).click(),
    );
    await send(screen, {}, '改为文字题');
    expect(await textOf(screen)).toContain('等于多少？');
    await send(screen, { ...facts, '验证码：': await readPicture(stage, screen) }, '下一步');
    await send(screen, { '验证码：': await getAccountCode(stage.app(), phone) }, '下一步');
    expect(await textOf(screen)).toContain('您的用户名：lumingqi');
    await screen.follow(() => screen.page.getByRole('main').getByRole('link', { name: '找回密码' }).click());
    const picture = await readPicture(stage, screen);
    await send(screen, { '用户名：': 'lumingqi', ...facts, '验证码：': picture }, '下一步');
    await send(screen, { '验证码：': await getAccountCode(stage.app(), phone) }, '下一步');
    await send(screen, { '新密码：': newPassword, '确认新密码：': newPassword }, '重置密码');
    await signIn(screen, 'lumingqi', newPassword);
    expect(await headingOf(screen)).toBe('个人信息');
  });

  it('3 and 6: 手机号码已被注册 leads to another phone or to 找回用户名, 身份证重复注册 to 我要重新注册', async () => {
    const screen = await stage.openScreen();
    await provePhone(stage, screen, getDemoAccount('suwanqing').phone);
    expect(await headingOf(screen)).toBe('手机号码已被注册');
    await screen.follow(() =>
      screen.page.getByRole('main').getByRole('link', { name: '找回用户名' }).click(),
    );
    expect(await headingOf(screen)).toBe('找回用户名');
    await screen.page.goBack();
    await screen.follow(() => screen.page.getByRole('link', { name: '更换手机号码' }).click());
    await provePhone(stage, screen, '15912349911');
    const facts = {
      '姓名：': '苏晚晴',
      '证件号码：': getDemoAccount('suwanqing').identityNumber,
      '密码：': newPassword,
      '确认密码：': newPassword,
    };
    await send(screen, facts, '立即注册');
    expect(await textOf(screen)).toContain('身份证重复注册');
    await screen.page.getByLabel('我要重新注册').check();
    await send(screen, { '密码：': newPassword, '确认密码：': newPassword }, '立即注册');
    expect(await headingOf(screen)).toBe('注册成功');
    await signIn(screen, '15912349911', newPassword);
    expect(await textOf(screen)).toContain('【解决办法】');
  });

  it('4: registering again loses no 学籍学历信息', async () => {
    const screen = await stage.openScreen();
    await signIn(screen, 'taken2020');
    expect(await textOf(screen)).toContain('雁湖大学');
    await signOut(screen);
    await signIn(screen, 'qinzhiyuan');
    expect(await textOf(screen)).not.toContain('雁湖大学');
    await screen.visit('/account/solutions/student-record');
    const record = {
      '院校名称：': '雁湖大学',
      '学号：': '202010010101',
      '入学年份：': '2020',
      '学历层次：': '本科',
    };
    await send(screen, record, '提交审核');
    // The other account is in use: what papers prove takes effect after a day, and is lost to nobody meanwhile.
    expect(await textOf(screen)).toContain('身份核验通过，等待生效');
    const { knex } = stage.app().database;
    expect(await knex('student_records').where({ institution_name: '雁湖大学' })).not.toHaveLength(0);
  });
});

describeJourneyOfLongRun('the questions of those who scan, or are stopped', (stage) => {
  it('9: bind 支付宝, and sign in by scanning from then on', async () => {
    const screen = await stage.openScreen();
    await signIn(screen, 'lumingqi');
    await screen.visit('/account/security');
    await screen.follow(() => screen.page.getByRole('link', { name: '绑定支付宝' }).click());
    await screen.page.locator('#alipayCurrent').fill(demoPassword);
    await send(screen, {}, '绑定支付宝');
    await scan(screen, '支付宝', '陆明琪');
    expect(await screen.page.getByRole('status').innerText()).toContain('支付宝绑定成功');
    await signOut(screen);
    await send(screen, {}, '支付宝扫码登录');
    await scan(screen, '支付宝', '陆明琪', '拒绝');
    expect(await textOf(screen)).toContain('没有同意支付宝授权');
    await screen.follow(() => screen.page.getByRole('link', { name: '返回登录' }).click());
    await send(screen, {}, '支付宝扫码登录');
    await scan(screen, '支付宝', '陆明琪');
    expect(await headingOf(screen)).toBe('个人信息');
    await screen.visit('/account/factors');
    await screen.page.locator('#alipayCurrent').fill(demoPassword);
    await send(screen, {}, '解除绑定支付宝');
    expect(await screen.page.getByRole('status').innerText()).toContain('支付宝已解除绑定');
  });

  it('7: 操作过于频繁 names its end, and the password works meanwhile', async () => {
    const limits = createScanLimits(stage.app().database.knex, 2);
    const id = await idOfAccount(stage.app(), 'baiyichen');
    for (let at = 0; at < 5; at += 1) await limits.chargeBinding(id, { address: '127.0.0.1', device: 'd' });
    const screen = await stage.openScreen();
    await signIn(screen, 'baiyichen');
    await screen.visit('/account/factors');
    await screen.page.locator('#wechatCurrent').fill(demoPassword);
    await send(screen, {}, '绑定微信');
    expect(await screen.page.getByRole('alert').innerText()).toMatch(
      /操作过于频繁，操作被禁止[\s\S]*2小时[\s\S]*\d\d:\d\d解除限制[\s\S]*用户名和密码登录/,
    );
    await signOut(screen);
    await signIn(screen, 'baiyichen');
    expect(await headingOf(screen)).toBe('个人信息');
  });

  it('8: 邮箱IP受限 leaves registering open, and a mailbox is bound afterwards', async () => {
    const app = stage.app();
    const key = 'registerEmail-domain:limited.example';
    await app.database.knex('throttles').insert({ key, points: 500, expire: Date.now() + 3_600_000 });
    const screen = await stage.openScreen();
    await provePhone(stage, screen, '15912349912');
    const passwords = { '密码：': newPassword, '确认密码：': newPassword };
    const facts = { '姓名：': '孟晚舟', '证件号码：': '410103200206142088', ...passwords };
    await send(screen, { ...facts, '安全邮箱：': 'meng@limited.example' }, '立即注册');
    expect(await screen.page.getByRole('alert').innerText()).toContain('邮箱IP受限');
    await send(screen, { ...passwords, '安全邮箱：': '' }, '立即注册');
    expect(await headingOf(screen)).toBe('注册成功');
    await signIn(screen, '15912349912', newPassword);
    await screen.visit('/account/email');
    const mailbox = 'meng@unused.example';
    await send(screen, { '邮箱：': mailbox, '登录密码：': newPassword }, '绑定邮箱');
    await send(screen, { '验证码：': await getAccountCode(app, mailbox) }, '下一步');
    expect(await screen.page.getByRole('status').innerText()).toContain('安全邮箱已绑定');
  });
});
