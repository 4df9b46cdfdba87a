import { bound, getFacts, newPassword } from '../candidate/password-reset/facts';
import { arriveAt } from '../pages/candidate-page';
import { HomePage } from '../pages/home-page';
import { ForgottenNumberPage, NumberAnswerPage, ResetLadderPage } from '../pages/password-reset-page';
import { SignInPage } from '../pages/sign-in-page';
import { describeRareJourney } from './journey';
import { passFacts } from './reset-steps';

describeRareJourney('忘记考生号, then 忘记密码 with the phrase alone', (stage) => {
  it('shows the number masked, takes the phrase, and signs in', async () => {
    const screen = await stage.openScreen();
    await screen.visit('/');
    const start = await arriveAt(SignInPage, screen);
    await start.choose('忘记考生号');
    const question = await arriveAt(ForgottenNumberPage, screen);
    const { identityNumber, name } = getFacts(bound.phrase);
    await question.fill({ identityNumber, name });
    await question.readPicture(stage.app());
    await question.press('查询');
    const answer = await arriveAt(NumberAnswerPage, screen);
    expect(await answer.read()).toContain('考生号为 2141****151009');

    const page = await passFacts(stage.app(), screen, bound.phrase);
    expect(await page.read()).toContain('目前请输入报名时预留的密码验证信息');
    await page.prove('密码验证信息：', '学海无涯');
    await page.choosePassword(newPassword);
    await page.press('重置密码');
    expect(await page.read()).toContain('密码验证信息错误');
    await screen.inspect();
    await page.prove('密码验证信息：', '宝剑锋从磨砺出');
    await page.choosePassword(newPassword);
    await page.press('重置密码');
    const signIn = await arriveAt(SignInPage, screen);
    await signIn.signIn(bound.phrase, newPassword);
    await arriveAt(HomePage, screen);
  });

  it('sends those who have nothing to the county office', async () => {
    const screen = await stage.openScreen();
    await passFacts(stage.app(), screen, bound.nothing);
    const page = await arriveAt(ResetLadderPage, screen);
    expect(await page.read()).toContain('请考生本人持身份证到就近的招生考试机构重置密码');
    await page.press('放弃重置');
    await arriveAt(SignInPage, screen);
  });
});
