import { arriveAt } from '../pages/candidate-page';
import { HomePage } from '../pages/home-page';
import { RefusalPage } from '../pages/refusal-page';
import { SignInPage } from '../pages/sign-in-page';
import { demoPassword } from '../support/test-client';
import { describeLongJourney } from './journey';
import { openForm, signIn } from './steps';

describeLongJourney('one candidate in two browsers', (stage) => {
  it('ends the older sign-in and says so there', async () => {
    const older = await stage.openScreen();
    const form = await openForm(await signIn(older, '21410101119001'), '提前批其他');
    const newer = await stage.openScreen();
    await signIn(newer, '21410101119001');

    if (stage.javaScript) {
      older.expectFault(/401/);
      await form.fill('第一志愿', { institution: '0001' });
      await form.draftStatus().getByText('您填写的内容仍在本页，没有丢失').waitFor();
      await form.press('检查');
    } else {
      await older.visit('/');
    }
    const page = await arriveAt(SignInPage, older);
    expect(await page.read()).toMatch(
      /您的账号于\d\d:\d\d:\d\d在另一处（127\.0\.0\.1）登录，此处的登录已退出。如果不是您本人操作，请立即修改密码。/,
    );
    await newer.visit('/');
    await arriveAt(HomePage, newer);
  });

  it('lets nobody sign in where another candidate is signed in', async () => {
    const screen = await stage.openScreen();
    await screen.visit('/sign-in');
    const waiting = await screen.openWindow();
    await waiting.visit('/sign-in');
    await (await arriveAt(SignInPage, screen)).signIn('21410101151001', demoPassword);
    await arriveAt(HomePage, screen);
    await (await arriveAt(SignInPage, waiting)).signIn('21410101111002', demoPassword);
    const question = await arriveAt(RefusalPage, waiting);
    expect(await question.read()).toContain('此电脑上【周**】尚未退出');
    await screen.visit('/batches/early-other/notice');
    expect(await screen.page.getByRole('banner').innerText()).toContain('周行远');
  });
});
