import { people, signIn } from '../candidate/filing/filing';
import { signInAccount } from '../support/accounts';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { signInOfficer } from '../support/officers';
import { startTestApp, type TestApp } from '../support/test-app';
import type { TestClient } from '../support/test-client';
import { openScreen, type Screen } from './screen';

let app: TestApp;
let browser: TestBrowser;
beforeAll(async () => {
  app = await startTestApp();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

/** A page of someone who is signed in, without a script. */
async function open(client: TestClient, path: string, width: number): Promise<Screen> {
  const viewport = { width, height: 740 };
  const screen = await openScreen(browser, { url: app.url, javaScript: false, viewport });
  const cookies = [...client.cookies].map(([name, value]) => ({ name, value, url: app.url }));
  await screen.page.context().addCookies(cookies);
  await screen.visit(path);
  return screen;
}

const menuOf = ({ page }: Screen) => page.getByRole('navigation', { name: '主菜单' });
const shownIn = async (screen: Screen) =>
  (await menuOf(screen).locator('a:visible, button:visible').allInnerTexts()).map((text) => text.trim());

describe.each([
  ['candidate', () => signIn(app, people.pilot), '/plans', '招生计划', 11],
  ['account', () => signInAccount(app, 'zhouxingyuan'), '/account/sessions', '登录设备', 9],
  ['county', () => signInOfficer(app, 'county-1'), '/office/windows', '填报时间', 11],
  ['province', () => signInOfficer(app, 'province-1'), '/office/windows', '填报时间', 13],
] as const)('the menu of a %s', (_who, enter, path, current, least) => {
  let client: TestClient;
  const closed = [current, '退出'].sort();
  beforeAll(async () => {
    client = await enter();
  });

  it('is one line on a phone, and opens by a key or a touch without a script', async () => {
    const screen = await open(client, path, 360);
    const menu = menuOf(screen);
    expect((await shownIn(screen)).sort()).toEqual(closed);
    expect((await menu.boundingBox())?.height).toBeLessThan(48);
    await screen.inspect();

    const opener = menu.getByLabel('菜单');
    await opener.focus();
    await screen.page.keyboard.press('Space');
    expect((await shownIn(screen)).length).toBeGreaterThanOrEqual(least);
    expect(await menu.locator('[aria-current=page]').innerText()).toBe(current);
    await screen.inspect();
    await menu.getByText('菜单', { exact: true }).click();
    expect((await shownIn(screen)).sort()).toEqual(closed);
    await screen.close();
  });

  it('is one line on a wide screen, with the group of the page beneath, and nothing to open it with', async () => {
    const screen = await open(client, path, 1024);
    expect((await shownIn(screen)).length).toBeGreaterThanOrEqual(least);
    expect(await menuOf(screen).getByText('菜单', { exact: true }).isVisible()).toBe(false);
    for (const line of await menuOf(screen).locator('ul').all())
      expect((await line.locator('li:last-child').boundingBox())?.y).toBe(
        (await line.locator('li:first-child').boundingBox())?.y,
      );
    await screen.close();
  });
});
