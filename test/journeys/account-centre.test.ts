import { getAccountCode } from '../support/accounts';
import { answerPicture } from '../support/picture-code';
import { newPassword } from '../support/register';
import { headingOf, send } from './account-steps';
import { describeLongJourney } from './journey';

const PHONE = '15912349901';
const NEXT = 'Copper#8Lake';

describeLongJourney('学信网账号: register, sign in, manage', (stage) => {
  it('goes from a phone to an account whose password is changed and whose letters are read', async () => {
    const screen = await stage.openScreen();
    await screen.visit('/account/register');
    const { code } = await answerPicture(stage.app(), { html: await screen.page.content() });
    await send(screen, { '手机号码：': PHONE, '验证码：': code }, '获取短信验证码');
    await send(screen, { '验证码：': await getAccountCode(stage.app(), PHONE) }, '下一步');
    const facts = {
      '姓名：': '陆明琪',
      '证件号码：': '410105200103044568',
      '密码：': newPassword,
      '确认密码：': newPassword,
    };
    await send(screen, facts, '立即注册');
    expect(await screen.page.getByRole('alert').first().innerText()).toContain('身份证重复注册');
    await send(screen, { ...facts, '姓名：': '孟晚舟', '证件号码：': '410103200206142088' }, '立即注册');
    expect(await headingOf(screen)).toBe('注册成功');

    await screen.visit('/account/sign-in');
    await send(screen, { '用户名：': PHONE, '密码：': newPassword }, '登录');
    expect(await headingOf(screen)).toBe('个人信息');
    await screen.visit('/account/password');
    await send(screen, { '原密码：': newPassword, '新密码：': NEXT, '确认新密码：': NEXT }, '修改密码');
    expect(await screen.page.getByRole('status').innerText()).toContain('密码已修改');
    await screen.follow(() => screen.page.getByRole('link', { name: /收件箱（未读/ }).click());
    await screen.follow(() => screen.page.getByRole('link', { name: '密码已修改' }).click());
    await screen.inspect();
    await screen.follow(() => screen.page.getByRole('button', { name: '退出' }).click());
    expect(await headingOf(screen)).toBe('登录学信网账号');
    await screen.page.goBack();
    expect(await screen.page.locator('body').innerText()).not.toContain('孟晚舟');
  });
});
