import type { Page } from 'playwright-core';
import { BrowsePage } from '../pages/browse-page';
import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import { HomePage } from '../pages/home-page';
import { NoticePage } from '../pages/notice-page';
import { SignInPage } from '../pages/sign-in-page';
import { demoPassword } from '../support/test-client';
import { describeJourney } from './journey';

/** Tabs on until the focus stands on what has this name: label, text or accessible name. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press('Tab');
    if ((await readFocus(page)) === name) return;
  }
  throw new Error(`Tab does not reach ${name}`);
}

async function readFocus(page: Page): Promise<string> {
  return page.evaluate<string>(`(function () {
    var at = document.activeElement;
    var label = at.labels && at.labels.length > 0 ? at.labels[0].textContent : '';
    return (at.getAttribute('aria-label') || label || at.textContent).trim();
  })()`);
}

describeJourney('a save by keyboard alone', (stage) => {
  it('takes Tab, Enter, Space and the codes', async () => {
    const screen = await stage.openScreen();
    const { page } = screen;
    await screen.visit('/');
    await arriveAt(SignInPage, screen);
    await tabTo(page, '考生号：');
    await page.keyboard.type('21410101119001');
    await tabTo(page, '密码：');
    await page.keyboard.type(demoPassword);
    await screen.follow(() => page.keyboard.press('Enter'));

    await arriveAt(HomePage, screen);
    await tabTo(page, '填报提前批其他');
    await screen.follow(() => page.keyboard.press('Enter'));
    await arriveAt(NoticePage, screen);
    await tabTo(page, '同意');
    await screen.follow(() => page.keyboard.press('Space'));

    await arriveAt(FormPage, screen);
    await tabTo(page, '院校代号：');
    await page.keyboard.type('0001');
    await tabTo(page, '专业1：');
    await page.keyboard.type('16');
    await tabTo(page, '同意');
    await page.keyboard.press('Space');
    await tabTo(page, '保存志愿');
    await screen.follow(() => page.keyboard.press('Enter'));
    const browse = await arriveAt(BrowsePage, screen);
    expect(await browse.readSlot('第一志愿')).toContain('专业1 [16]马克思主义理论');
    await tabTo(page, '返回首页');
    await screen.follow(() => page.keyboard.press('Enter'));
    await arriveAt(HomePage, screen);
  });

  it('skips the menu, and a refused form stands at its summary, which leads to each field', async () => {
    const screen = await stage.openScreen();
    const { page } = screen;
    await screen.visit('/sign-in');
    await page.keyboard.press('Tab');
    expect(await readFocus(page)).toBe('跳到主要内容');
    await page.keyboard.press('Enter');
    await tabTo(page, '考生号：');
    await page.keyboard.type('21410101111002');
    await tabTo(page, '密码：');
    await page.keyboard.type(demoPassword);
    await screen.follow(() => page.keyboard.press('Enter'));
    await screen.visit('/batches/early-other/notice');
    await (await arriveAt(NoticePage, screen)).press('同意');
    const form = await arriveAt(FormPage, screen);
    await form.press('检查');
    await arriveAt(FormPage, screen);
    if (stage.javaScript) {
      const focused = 'document.activeElement.id';
      expect(await page.evaluate(focused)).toBe('summary');
    }
  });
});
