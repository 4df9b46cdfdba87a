import { BrowsePage } from '../pages/browse-page';
import { arriveAt } from '../pages/candidate-page';
import { SignInPage } from '../pages/sign-in-page';
import { SignedOutPage } from '../pages/signed-out-page';
import { describeLongJourney } from './journey';
import { openForm, save, signIn } from './steps';

describeLongJourney('退出', (stage) => {
  it('leaves nothing personal behind Back, and only the opaque device cookie', async () => {
    const screen = await stage.openScreen();
    const form = await openForm(await signIn(screen, '21410101119001'), '提前批其他');
    await form.fill('第一志愿', { institution: '0001', majors: ['16'], adjustment: '同意' });
    await save(form);
    const browse = await arriveAt(BrowsePage, screen);
    await browse.choose('退出');
    await arriveAt(SignedOutPage, screen);
    const cookies = await screen.page.context().cookies();
    expect(cookies.map(({ name }) => name)).toEqual(['zhiyuan.device']);

    for (let step = 0; step < 3; step += 1) {
      await screen.page.goBack();
      const text = await screen.page.locator('body').innerText();
      expect(text).not.toMatch(/欧阳静宜|北京体育大学|马克思主义理论|119001/);
    }
    await screen.visit('/batches/early-other');
    await arriveAt(SignInPage, screen);
  });
});
