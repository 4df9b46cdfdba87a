import type { Locator } from 'playwright-core';
import { openMenu } from './open-menu';
import type { Screen } from './screen';

/** What every page of a candidate has. One object a page; arriving at it inspects it. */
export abstract class CandidatePage {
  /** The page's first heading. */
  protected abstract readonly heading: string | RegExp;

  constructor(readonly screen: Screen) {}

  protected get main(): Locator {
    return this.screen.page.getByRole('main');
  }

  /** @throws when another page is there, telling which */
  async waitForHeading(): Promise<void> {
    const { page } = this.screen;
    try {
      await this.main.getByRole('heading', { level: 1, name: this.heading }).waitFor();
    } catch {
      throw new Error(`No page ${this.heading} but ${page.url()}: ${await page.locator('body').innerText()}`);
    }
  }

  /** Text of the page without its frame, white space folded. */
  async read(): Promise<string> {
    return ((await this.main.innerText()) ?? '').replace(/\s+/g, ' ');
  }

  /** Presses a button that leads to another page. */
  async press(name: string): Promise<void> {
    const button = this.main.getByRole('button', { name, exact: true });
    await this.screen.follow(() => button.click());
  }

  /** Follows a link of the page. */
  async go(name: string): Promise<void> {
    const link = this.main.getByRole('link', { name, exact: true });
    await this.screen.follow(() => link.click());
  }

  /** Follows a link, or presses 退出, of the menu. */
  async choose(name: string): Promise<void> {
    const menu = this.screen.page.getByRole('navigation');
    await openMenu(this.screen);
    const item = menu.getByRole('link', { name, exact: true }).or(menu.getByRole('button', { name }));
    await this.screen.follow(() => item.click());
  }
}

/** Waits for a page, inspects it, and gives it. */
export async function arriveAt<Kind extends CandidatePage>(
  Page: new (screen: Screen) => Kind,
  screen: Screen,
): Promise<Kind> {
  const page = new Page(screen);
  await page.waitForHeading();
  await screen.inspect();
  return page;
}
