import { bound, newPassword } from '../candidate/password-reset/facts';
import { arriveAt } from '../pages/candidate-page';
import { HomePage } from '../pages/home-page';
import { SignInPage } from '../pages/sign-in-page';
import { TotpStepPage } from '../pages/totp-step-page';
import { refreshDynamicPassword } from '../support/dynamic-password';
import { describeRareJourney } from './journey';
import { passFacts } from './reset-steps';

describeRareJourney('忘记密码 with 动态密码 bound', (stage) => {
  it('resets the password and signs in with both', async () => {
    const screen = await stage.openScreen();
    const page = await passFacts(stage.app(), screen, bound.totp);
    expect(await page.read()).toContain('您【绑定了动态密码】可直接输入动态密码进行密码重置。');

    // A slip in the new password uses nothing up.
    const first = await refreshDynamicPassword(stage.app(), bound.totp);
    await page.prove('动态密码：', first);
    await page.choosePassword('yellow#river7');
    await page.press('重置密码');
    expect(await page.read()).toContain('必须包含大写字母');
    await screen.inspect();
    await page.prove('动态密码：', first);
    await page.choosePassword(newPassword);
    await page.press('重置密码');

    let signIn = await arriveAt(SignInPage, screen);
    expect(await signIn.read()).toContain('登录密码已重置，请使用新密码登录。');
    await signIn.signIn(bound.totp, newPassword);
    const step = await arriveAt(TotpStepPage, screen);
    await step.enter('00000000');
    expect(await step.read()).toContain('动态密码错误');
    await screen.inspect();
    await step.enter(await refreshDynamicPassword(stage.app(), bound.totp));
    const home = await arriveAt(HomePage, screen);
    await home.choose('退出');
    await screen.visit('/sign-in');
    signIn = await arriveAt(SignInPage, screen);
    expect(await signIn.read()).not.toContain('登录密码已重置');
  });
});
