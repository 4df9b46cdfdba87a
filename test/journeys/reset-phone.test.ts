import { idOf } from '../candidate/filing/filing';
import { bound, getFacts, newPassword } from '../candidate/password-reset/facts';
import { arriveAt } from '../pages/candidate-page';
import { HomePage } from '../pages/home-page';
import { ResetFactsPage, ResetLadderPage } from '../pages/password-reset-page';
import { SignInPage } from '../pages/sign-in-page';
import { getSentCode } from '../support/sent-codes';
import { describeLongJourney } from './journey';
import { openReset } from './reset-steps';
import { signIn } from './steps';

describeLongJourney('忘记密码 with a phone bound', (stage) => {
  it('forgives slips, ends the session elsewhere, and takes the code', async () => {
    const elsewhere = await stage.openScreen();
    const home = await signIn(elsewhere, bound.sms);
    const app = stage.app();
    const id = await idOf(app, bound.sms);

    const screen = await stage.openScreen();
    let facts = await openReset(screen);
    const [before, mine] = [await facts.readPictureAddress(), getFacts(bound.sms)];
    await facts.fill({ ...mine, name: '周行' });
    await facts.press('换一张');
    facts = await arriveAt(ResetFactsPage, screen);
    expect(await facts.readPictureAddress()).not.toBe(before);
    expect(await facts.readTyped('姓名：')).toBe('周行');
    await facts.readPicture(app);
    // Enter asks what 查询 asks, not for another picture.
    await facts.pressEnter();
    expect(await facts.read()).toContain('考生号、证件号码、姓名或验证码有误，请检查后重新输入');
    await screen.inspect();
    await facts.fill(mine);
    await facts.readPicture(app);
    await facts.press('查询');

    let page = await arriveAt(ResetLadderPage, screen);
    expect(await page.read()).toContain('您【登记了手机】，点击“获取验证码”按钮，获取并输入验证码。');
    await page.press('获取验证码');
    page = await arriveAt(ResetLadderPage, screen);
    const { code, serialNumber } = await getSentCode(app, id, 'reset');
    expect(await page.read()).toContain(`请在2分钟内输入序列号 ${serialNumber} 对应的6位数字验证码验证`);
    if (stage.javaScript) expect(await page.readResend()).toMatch(/^1[12]\d秒恢复$/);
    else expect(await page.read()).toMatch(/1[12]\d秒后可以重新获取/);
    await page.prove('验证码：', code === '000000' ? '1' : '000000');
    await page.choosePassword(newPassword);
    await page.press('重置密码');
    expect(await page.read()).toContain('验证码错误，还可以输入2次，请检查后重新输入！');
    await screen.inspect();
    await page.prove('验证码：', code);
    await page.choosePassword(newPassword);
    await page.press('重置密码');
    const again = await arriveAt(SignInPage, screen);
    await again.signIn(bound.sms, newPassword);
    await arriveAt(HomePage, screen);

    await home.choose('首页');
    expect(await (await arriveAt(SignInPage, elsewhere)).read()).toMatch(/在另一处（127\.0\.0\.1）重置/);
  });

  it('helps whoever cannot read the picture by a code to the phone', async () => {
    const app = stage.app();
    const screen = await stage.openScreen();
    let facts = await openReset(screen);
    await facts.fill(getFacts(bound.wechat));
    await facts.press('看不清图片？发送手机验证码');
    facts = await arriveAt(ResetFactsPage, screen);
    expect(await facts.read()).toContain('如果您填写的信息正确，并且绑定了手机或微信，验证码已发送');
    const { code } = await getSentCode(app, await idOf(app, bound.wechat), 'pictureCode');
    await facts.enterCode(code);
    await facts.pressEnter();
    const page = await arriveAt(ResetLadderPage, screen);
    expect(await page.read()).toContain('您【关注了微信公众号并绑定考生】');
    await page.press('放弃重置');
    await arriveAt(SignInPage, screen);
    await screen.visit('/password-reset/proof');
    await arriveAt(ResetFactsPage, screen);
  });
});
