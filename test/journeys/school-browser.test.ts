import { BrowsePage } from '../pages/browse-page';
import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import type { Screen } from '../pages/screen';
import { demoPassword } from '../support/test-client';
import { headingOf, readPicture, send, textOf } from './account-steps';
import { describeRareJourney } from './journey';
import { openForm, signIn } from './steps';

/** A proxy between school and platform: pages lose scripts and style sheets, and get a bar of its own. */
async function rewritePages(screen: Screen): Promise<void> {
  await screen.page.route('**/*', async (route) => {
    const type = route.request().resourceType();
    if (type === 'script' || type === 'stylesheet' || type === 'image') return route.abort();
    if (type !== 'document' || route.request().method() !== 'GET') return route.continue();
    const answer = await route.fetch({ maxRedirects: 0 });
    if (answer.status() >= 300 && answer.status() < 400) return route.fulfill({ response: answer });
    const html = (await answer.text())
      .replace(/<script[\s\S]*?<\/script>/g, '')
      .replace('<main', '<div id="school-bar">校园网提示</div><main');
    return route.fulfill({
      response: answer,
      body: html,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
  });
}

describeRareJourney('a browser of a school', (stage) => {
  it('files through a proxy that takes scripts, styles and pictures out, adds a bar and strips the headers', async () => {
    const screen = await stage.openScreen();
    await rewritePages(screen);
    const { page } = screen;
    // Not as other journeys come here: they look at each page, and these are not as the platform made them.
    const press = (name: string) =>
      screen.follow(() => page.getByRole('button', { name, exact: true }).first().click());
    await screen.visit('/sign-in');
    await page.getByLabel('考生号：').fill('21410101119001');
    await page.getByLabel('密码：').fill(demoPassword);
    await press('登录');
    await screen.visit('/batches/early-other/notice');
    await press('同意');
    const form = new FormPage(screen);
    await form.waitForHeading();
    await form.fill('第一志愿', { institution: '0001', majors: ['16'], adjustment: '同意' });
    await form.press('保存志愿');
    const browse = new BrowsePage(screen);
    await browse.waitForHeading();
    expect(await browse.readSlot('第一志愿')).toContain('专业1 [16]马克思主义理论');
  });

  it.each(['2009-01-01T00:00:00Z', '2038-01-01T00:00:00Z'])(
    'whose clock says %s counts down as any',
    async (wrong) => {
      await stage.app().database.knex('form_openings').delete();
      const screen = await stage.openScreen();
      await screen.page.addInitScript(`(function () {
      var RealDate = Date, shift = RealDate.parse('${wrong}') - RealDate.now();
      function WrongDate() { return new RealDate(RealDate.now() + shift); }
      WrongDate.now = function () { return RealDate.now() + shift; };
      WrongDate.parse = RealDate.parse; WrongDate.UTC = RealDate.UTC; WrongDate.prototype = RealDate.prototype;
      window.Date = WrongDate;
    })()`);
      const form = await openForm(await signIn(screen, '21410101151001'), '提前批其他');
      expect(await form.readTimeLeft()).toMatch(/^(30:00|29:[45]\d)$/);
      await form.fill('第一志愿', { institution: '0001', majors: ['16'], adjustment: '同意' });
      await form.press('检查');
      expect(await (await arriveAt(FormPage, screen)).listFaults()).toEqual([]);
    },
  );

  /** What the browser of a school that shows no pictures is led to: the page, and the words of its 验证码. */
  async function openWithoutPictures(path: string): Promise<Screen> {
    const screen = await stage.openScreen();
    await screen.page.route('**/*', (route) =>
      route.request().resourceType() === 'image' ? route.abort() : route.continue(),
    );
    screen.expectFault(/ERR_FAILED/);
    await screen.visit(path);
    expect(await screen.page.evaluate("document.querySelector('.picture-code img').naturalWidth")).toBe(0);
    return screen;
  }

  it('that shows no pictures registers an account by a question, as the page says', async () => {
    const screen = await openWithoutPictures('/account/register');
    expect(await textOf(screen)).toContain('如果图片没有显示，请点击“改为文字题”');
    await send(screen, { '手机号码：': '15912340077' }, '改为文字题');
    expect(await textOf(screen)).toContain('等于多少？');
    await send(screen, { '验证码：': await readPicture(stage, screen) }, '获取短信验证码');
    expect(await headingOf(screen)).not.toContain('此');
    expect(await screen.page.getByLabel('验证码：').count()).toBe(1);
    expect(await textOf(screen)).not.toContain('等于多少？');
  });

  it.each(['/forgotten-number', '/password-reset'])(
    'that shows no pictures asks for a code to the phone at %s, as the page says',
    async (path) => {
      const screen = await openWithoutPictures(path);
      expect(await textOf(screen)).toContain('如果图片没有显示，请点击“看不清图片？发送手机验证码”');
      await screen.follow(() =>
        screen.page.getByRole('button', { name: '看不清图片？发送手机验证码' }).click(),
      );
      expect(await textOf(screen)).toMatch(/请输入|验证码已发送/);
    },
  );
});
