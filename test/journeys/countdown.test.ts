import type { Page } from 'playwright-core';
import { arriveAt } from '../pages/candidate-page';
import { ExpiredPage } from '../pages/expired-page';
import { FormPage } from '../pages/form-page';
import type { Screen } from '../pages/screen';
import { MINUTE } from '../support/test-clock';
import { describeScriptedJourney } from './journey';
import { goHome, openForm, signIn } from './steps';

describeScriptedJourney('the countdown', (stage) => {
  let screen: Screen;
  let form: FormPage;

  beforeEach(async () => {
    await stage.app().database.knex('form_openings').delete();
    screen = await stage.openScreen();
    form = await openForm(await signIn(screen, '21410101119001'), '提前批其他');
  });

  /** Opens the form again with so much time left. */
  async function reopen(left: number): Promise<void> {
    const { database, clock } = stage.app();
    const expiresAt = new Date(clock.read().getTime() + left);
    await database.knex('form_openings').update({ expires_at: expiresAt });
    await screen.page.reload();
    form = await arriveAt(FormPage, screen);
  }

  it('runs down, and stays in view however far one scrolls', async () => {
    const atFirst = await form.readTimeLeft();
    expect(await form.readWarning()).toBe('');
    await screen.page.keyboard.press('End');
    await form.timer().filter({ hasNotText: atFirst }).waitFor();
    expect(await isInView(screen.page, '#timer')).toBe(true);
  });

  it.each(process.env.LONG === undefined ? [5] : [10, 5, 1])(
    'warns when %i minutes are left, to eye and screen reader',
    async (minutes) => {
      await screen.page.clock.install();
      await reopen((minutes + 1) * MINUTE);
      await screen.page.clock.fastForward(MINUTE);
      const sentence = new RegExp(`^本页剩余时间(不到)?${minutes}分钟，请及时保存志愿。$`);
      await form.timer().getByRole('alert').getByText(sentence).waitFor();
      await screen.inspect();
    },
  );

  it('offers 延长 in the last five minutes, without a reload', async () => {
    await screen.page.clock.install();
    await reopen(6 * MINUTE);
    const button = form.timer().getByRole('button', { name: '延长' });
    expect(await button.isEnabled()).toBe(false);
    await screen.page.clock.fastForward(MINUTE);
    stage.app().clock.advance(MINUTE);
    await form.press('延长本页时间');
    form = await arriveAt(FormPage, screen);
    expect(await form.readTimeLeft()).toMatch(/^(30:00|29:[345]\d)$/);
  });

  it('leaves at zero, with what was typed last', async () => {
    await screen.page.clock.install();
    await reopen(MINUTE);
    await form.fill('第一志愿', { institution: '0001', majors: ['16'] });
    stage.app().clock.advance(MINUTE);
    await screen.follow(() => screen.page.clock.fastForward(MINUTE));
    const expired = await arriveAt(ExpiredPage, screen);
    expect(await expired.read()).toContain('您填写的内容已存为草稿');
    form = await openForm(await goHome(expired), '提前批其他');
    expect(await form.value('第一志愿', '专业1')).toBe('16');
  });
});

async function isInView(page: Page, selector: string): Promise<boolean> {
  const box = await page.locator(selector).boundingBox();
  const height = page.viewportSize()?.height ?? 0;
  return box !== null && box.y >= 0 && box.y + box.height <= height;
}
