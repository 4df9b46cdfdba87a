import { idOf } from '../candidate/filing/filing';
import { arriveAt } from '../pages/candidate-page';
import { FirstPhonePage, FirstSignInPage } from '../pages/first-sign-in-page';
import { HomePage } from '../pages/home-page';
import { SignInPage } from '../pages/sign-in-page';
import { getSentCode } from '../support/sent-codes';
import { describeLongJourney } from './journey';

const newcomer = '21410104151012';
const password = 'Yellow#River7';

describeLongJourney('the first sign-in', (stage) => {
  it('sets password, phrase and phone, and never takes the secret again', async () => {
    const screen = await stage.openScreen();
    await screen.visit('/');
    let signIn = await arriveAt(SignInPage, screen);
    await signIn.signIn(newcomer, '7kq2m 9xtrb');
    const first = await arriveAt(FirstSignInPage, screen);
    await first.fill('yellow#river7', '林知夏');
    await first.press('下一步');
    expect(await first.read()).toContain('必须包含大写字母');
    expect(await first.read()).toContain('密码验证信息不能使用自己的名字，请重新输入！');
    await screen.inspect();
    await first.fill(password, '长风破浪会有时');
    await first.press('下一步');

    let phone = await arriveAt(FirstPhonePage, screen);
    await phone.enterPhone('13900001234');
    await phone.press('登记手机号码');
    phone = await arriveAt(FirstPhonePage, screen);
    const { code, serialNumber } = await getSentCode(
      stage.app(),
      await idOf(stage.app(), newcomer),
      'phoneNew',
    );
    expect(await phone.read()).toContain(serialNumber);
    await phone.enterCode(code);
    await phone.press('完成修改');
    const home = await arriveAt(HomePage, screen);

    await home.choose('退出');
    await screen.visit('/sign-in');
    signIn = await arriveAt(SignInPage, screen);
    await signIn.signIn(newcomer, '7KQ2M-9XTRB');
    expect(await signIn.read()).toContain('考生号或密码错误');
    await signIn.signIn(newcomer, password);
    await arriveAt(HomePage, screen);
  });
});
