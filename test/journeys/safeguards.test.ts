import { computeTotp, totpCounter } from '../../src/infrastructure/security/totp';
import { idOf } from '../candidate/filing/filing';
import { describeMessage } from '../domain/messages/outbox';
import { arriveAt } from '../pages/candidate-page';
import { DemoMessagesPage, DemoWechatPage } from '../pages/demo-pages';
import {
  DynamicPasswordPage,
  PhonePage,
  PhrasePage,
  SecurityPage,
  WechatPage,
} from '../pages/safeguard-pages';
import type { Screen } from '../pages/screen';
import { bound, letCodesAge } from '../support/security-steps';
import { getSentCode } from '../support/sent-codes';
import { demoPassword } from '../support/test-client';
import { describeJourneyOfLongRun, describeLongJourney, type Stage } from './journey';
import { signIn } from './steps';

describeLongJourney('safeguards', (stage) => {
  it('动态密码 is bound by its typed secret, and taken away by a code of its own', async () => {
    const screen = await stage.openScreen();
    const home = await signIn(screen, bound.nothing);
    await home.choose('系统信息');
    await (await arriveAt(SecurityPage, screen)).go('绑定动态密码');
    let page = await arriveAt(DynamicPasswordPage, screen);
    await page.prove('登录密码：', 'wrong');
    await page.press('绑定');
    expect(await page.read()).toContain('密码错误');
    await screen.inspect();
    await page.prove('登录密码：', demoPassword);
    await page.press('绑定');
    page = await arriveAt(DynamicPasswordPage, screen);
    const secret = await page.readSecret();
    const counter = totpCounter(Date.now());
    await page.prove('动态密码：', '123456');
    await page.press('绑定');
    expect(await page.read()).toContain('动态密码错误');
    await page.prove('动态密码：', computeTotp(secret, counter));
    await page.press('绑定');
    page = await arriveAt(DynamicPasswordPage, screen);
    expect(await page.read()).toContain('动态密码绑定成功');
    // The code that confirmed it is used up: the next one.
    await page.prove('动态密码：', computeTotp(secret, counter + 1));
    await page.press('解除绑定');
    expect(await page.read()).toMatch(/已解除绑定.*动态密码是手机上的“验证器”显示的8位数字/);
    await page.choose('系统信息');
    expect(await (await arriveAt(SecurityPage, screen)).readState('绑定动态密码')).toBe('未绑定');
  });
});

describeJourneyOfLongRun('safeguards that a phone carries', (stage) => {
  it('WeChat is bound by the phone that the demo plays, and taken away by a code that arrives there', async () => {
    const app = stage.app();
    const screen = await stage.openScreen();
    const home = await signIn(screen, bound.otherPhone);
    await home.choose('微信公众号');
    let page = await arriveAt(WechatPage, screen);
    await page.press('获取验证码');
    const first = await getSentCode(app, await idOf(app, bound.otherPhone), 'bind');
    await page.prove('验证码：', first.code);
    await page.press('绑定');
    page = await arriveAt(WechatPage, screen);

    const phone = await screen.openWindow();
    const { pathname, search } = new URL(await page.readPhoneAddress());
    await phone.visit(pathname + search);
    let wechat = await arriveAt(DemoWechatPage, phone);
    await wechat.chooseUser('小禾');
    wechat = await arriveAt(DemoWechatPage, phone);
    await wechat.press('扫码并关注');
    expect(await wechat.read()).toContain('“小禾”已关注公众号并完成扫码');

    await page.go('我已扫描，查看结果');
    page = await arriveAt(WechatPage, screen);
    expect(await page.read()).toContain('微信绑定成功');
    await page.press('获取验证码');
    const code = await getSentCode(app, await idOf(app, bound.otherPhone), 'bind');
    expect(code.destination).toBe('demo-wechat-xiaohe');
    await page.prove('验证码：', code.code);
    await page.press('解除绑定');
    expect(await page.read()).toContain('微信已解除绑定。');

    // What has arrived, as whoever tries the demo reads it.
    const { sms, wechat: account } = app.services.ways.gateways;
    await sms?.send(describeMessage({ channel: 'sms', destination: '15900000845', text: '志愿保存提醒' }));
    await account?.send(
      describeMessage({ channel: 'wechat', destination: 'demo-wechat-xiaohe', text: '登录提醒' }),
    );
    await phone.visit('/demo/messages');
    expect(await (await arriveAt(DemoMessagesPage, phone)).read()).toMatch(/159\*{4}845 志愿保存提醒/);
    await phone.visit('/demo/wechat?user=demo-wechat-xiaohe');
    wechat = await arriveAt(DemoWechatPage, phone);
    expect(await wechat.read()).toContain('登录提醒');
    await wechat.press('扫码并关注');
    expect(await wechat.read()).toContain('请输入绑定页面上显示的场景码！');
    await phone.inspect();
  });

  it('a phrase is set; a phone is added, changed and deleted', async () => {
    const screen = await stage.openScreen();
    const home = await signIn(screen, bound.nothing);
    await home.choose('系统信息');
    let security = await arriveAt(SecurityPage, screen);
    await security.go('密码验证信息重置');
    const phrase = await arriveAt(PhrasePage, screen);
    await phrase.prove('密码验证信息：', 'abc，');
    await phrase.prove('登录密码：', demoPassword);
    await phrase.press('重设');
    expect(await phrase.read()).toContain('您还没有设置密码验证信息。');
    await screen.inspect();
    await phrase.prove('密码验证信息：', '春江潮水连海平');
    await phrase.prove('登录密码：', demoPassword);
    await phrase.press('重设');
    expect(await phrase.read()).toContain('密码验证信息已重置，请牢记。');
    await phrase.choose('系统信息');

    // Added: a first factor takes password and phrase.
    security = await arriveAt(SecurityPage, screen);
    await security.go('手机号码维护');
    let page = await arriveAt(PhonePage, screen);
    await page.enterPhone('136 1234');
    await page.press('更新手机号');
    expect(await page.read()).toContain('手机号码为11位数字，请检查后重新输入！');
    await screen.inspect();
    await page.enterPhone('13612345678');
    await page.prove('登录密码：', demoPassword);
    await page.prove('密码验证信息：', '春江潮水连海平');
    await page.press('更新手机号');
    page = await arriveAt(PhonePage, screen);
    expect(await page.read()).toContain('请验证新手机号码 13612345678 。');
    await answerCode(stage, page, 'phoneNew', '完成修改');
    expect(await page.read()).toContain('手机号码已登记。');

    // Changed: by a code to the old one, then one to the new one.
    await letCodesAge(stage.app(), 180);
    await page.enterPhone('13712345678');
    await page.press('更新手机号');
    page = await arriveAt(PhonePage, screen);
    expect(await page.read()).toContain('请先验证原预留手机号码 136****678 。');
    await page.prove('验证码：', '12');
    await page.press('下一步');
    expect(await page.read()).toContain('验证码错误');
    await screen.inspect();
    await answerCode(stage, page, 'phoneOld', '下一步');
    page = await arriveAt(PhonePage, screen);
    await answerCode(stage, page, 'phoneNew', '完成修改');
    expect(await page.read()).toContain('手机号码已修改');

    // Deleted: by a code to it.
    await letCodesAge(stage.app(), 180);
    await page.chooseDeletion();
    await page.press('更新手机号');
    await answerCode(stage, page, 'phoneOld', '完成修改');
    expect(await page.read()).toContain('手机号码已删除。');
    expect(await readPhoneState(page.screen)).toBe('未登记');
  });
});

async function answerCode(
  stage: Stage,
  page: PhonePage,
  purpose: 'phoneOld' | 'phoneNew',
  button: string,
): Promise<void> {
  const { code } = await getSentCode(stage.app(), await idOf(stage.app(), bound.nothing), purpose);
  await page.prove('验证码：', code);
  await page.press(button);
}

async function readPhoneState(screen: Screen): Promise<string> {
  await screen.visit('/security');
  return (await arriveAt(SecurityPage, screen)).readState('手机号码维护');
}
