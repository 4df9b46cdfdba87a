import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import { HomePage } from '../pages/home-page';
import { RefusalPage } from '../pages/refusal-page';
import { SignInPage } from '../pages/sign-in-page';
import { demoPassword } from '../support/test-client';
import { describeJourney } from './journey';
import { openForm, save, signIn } from './steps';

const pilot = '21410101151001';
const other = '21410101111002';

/** In one go: whatever else happens in the browser (a draft refused, a look from the other window) hides it again. */
const PRESS_HIDDEN = `
  document.getElementById('main').hidden = false;
  Array.from(document.querySelectorAll('#main button')).find((button) => button.innerText.trim() === '保存志愿').click();
`;

describeJourney('a session that is lost, and another person at the computer', (stage) => {
  beforeEach(async () => {
    const { knex } = stage.app().database;
    await knex('application_drafts').delete();
    await knex('form_openings').delete();
  });

  const lose = () => stage.app().database.knex('sessions').delete();

  it('is told at once, shows what was typed, and goes on where it was; saved on a new press alone', async () => {
    const screen = await stage.openScreen();
    screen.expectFault(/status of 401|Status Error Code 401|htmx:/);
    let form = await openForm(await signIn(screen, pilot), '提前批其他');
    await form.fill('第一志愿', { institution: '0001', majors: ['16'], adjustment: '同意' });
    await lose();
    if (stage.javaScript) {
      await screen.page.evaluate("window.dispatchEvent(new Event('focus'))");
      await screen.page.locator('.session-state').getByText('登录已失效').waitFor();
    }
    await form.press('保存志愿');
    const again = await arriveAt(SignInPage, screen);
    expect(await again.read()).toContain('您刚才填写的内容');
    expect(await again.read()).toMatch(/第1志愿 院校代号\s+0001/);
    await again.signIn(pilot, demoPassword);
    form = await arriveAt(FormPage, screen);
    expect(await screen.page.locator('#carried-filled').innerText()).toContain('还没有提交');
    expect(await form.value('第一志愿', '院校代号')).toBe('0001');
    expect(await form.value('第一志愿', '专业1')).toBe('16');
    expect(await form.adjustment('第一志愿', '同意').isChecked()).toBe(true);
    const browse = await save(form);
    expect(await browse.read()).toContain('第1次保存时间');
  });

  it('shows and changes nothing of the first when another signs in, in any window', async () => {
    const screen = await stage.openScreen();
    screen.expectFault(/status of 4\d\d|Status Error Code 4\d\d|htmx:/);
    const form = await openForm(await signIn(screen, other), '提前批其他');
    await form.fill('第一志愿', { institution: '0001', majors: ['27'], adjustment: '同意' });
    const window = await screen.openWindow();
    window.expectFault(/status of 4\d\d/);
    await window.visit('/sign-in');
    const question = await arriveAt(RefusalPage, window);
    expect(await question.read()).toContain('尚未退出');
    await question.press('不是我，退出并登录');
    await (await arriveAt(SignInPage, window)).signIn('21410101119001', demoPassword);
    await arriveAt(HomePage, window);
    if (stage.javaScript) {
      await screen.page.evaluate("window.dispatchEvent(new Event('focus'))");
      await screen.page.locator('.session-state').getByText('本页是为另一人打开的').waitFor();
      expect(await screen.page.locator('#main').isVisible()).toBe(false);
      await screen.follow(() => screen.page.evaluate(PRESS_HIDDEN));
    } else await form.press('保存志愿');
    const refusal = await arriveAt(RefusalPage, screen);
    expect(await refusal.read()).toContain('此页面是为另一人打开的');
    // But for the instant and the number of the refusal, which may hold any digits.
    const said = (await refusal.read()).replace(/\d\d:\d\d:\d\d|\d+年\d+月\d+日|编号[0-9a-f]+/g, '');
    expect(said).not.toMatch(/0001|27/);
    const kept = await stage.app().database.knex('application_versions').where({ batch_code: 'early-other' });
    expect(kept.length).toBeLessThanOrEqual(1);
  });
});
