import { demoPathOf, demoPlatforms } from '../../src/demo-platforms';
import { consentTo, createPathBrowser, type PathBrowser, startPlatformApp } from '../support/platforms';
import type { TestApp } from '../support/test-app';

/** Presses 用学信账号登录 at a platform of the demo. */
async function arrive(browser: PathBrowser, code: string) {
  await browser.get(demoPathOf(code));
  return browser.post(`${demoPathOf(code)}/sign-in`);
}

describe('one account at the platforms of the demo', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startPlatformApp();
  });
  afterAll(() => app.close());

  it('signs in to three with one sign-in, one consent each, as one subject; and out of all', async () => {
    const browser = createPathBrowser(app.url);
    const first = await arrive(browser, 'chsi-archive');
    expect(first.url).toBe('/account/sign-in');
    const asked = await browser.post('/account/sign-in', { name: 'suwanqing', password: 'Zhiyuan#2021' });
    expect(asked.text).toContain('学信档案');
    const home = await consentTo(browser, asked);
    expect([home.status, home.url]).toEqual([200, '/demo/platforms/chsi-archive']);
    expect(home.text).toContain('苏晚晴');
    expect(demoPlatforms).toHaveLength(9);
  });
});
