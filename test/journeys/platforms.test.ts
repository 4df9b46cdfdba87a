import type { Screen } from '../pages/screen';
import { startPlatformApp } from '../support/platforms';
import { describeLongJourney } from './journey';

const PASSWORD = 'Zhiyuan#2021';

describeLongJourney(
  '学信网账号可以做什么: one account at several platforms',
  (stage) => {
    const headingOf = (screen: Screen) => screen.page.getByRole('heading', { level: 1 }).innerText();
    async function press(screen: Screen, button: string): Promise<void> {
      const main = screen.page.getByRole('main');
      await screen.follow(() => main.getByRole('button', { name: button, exact: true }).click());
      await screen.inspect();
    }

    it('signs in at two, does something that both know, takes one back and is out of all', async () => {
      const screen = await stage.openScreen();
      await screen.visit('/demo/platforms');
      await screen.inspect();
      await screen.follow(() => screen.page.getByRole('link', { name: '学信档案' }).click());
      await press(screen, '用学信网账号登录');
      expect(await headingOf(screen)).toBe('登录学信网账号');
      await screen.page.getByLabel('用户名：').fill('suwanqing');
      await screen.page.getByLabel('密码：').fill(PASSWORD);
      await press(screen, '登录');
      expect(await headingOf(screen)).toBe('授权登录');
      await press(screen, '同意授权并登录');
      expect(await headingOf(screen)).toBe('学信档案');
      await press(screen, '确认图像校对');

      await screen.visit('/demo/platforms/graduate-admission');
      await press(screen, '用学信网账号登录');
      expect(await headingOf(screen)).toBe('授权登录');
      await press(screen, '同意授权并登录');
      expect(await screen.page.getByRole('main').innerText()).toContain('图像校对已完成');

      await screen.visit('/account/platforms');
      await screen.inspect();
      await press(screen, '取消学信档案的授权');
      expect(await screen.page.getByRole('status').innerText()).toContain('已取消“学信档案”的授权');
      await stage.app().services.accountPlatforms.provider.signOuts.settle();
      await screen.visit('/demo/platforms/chsi-archive');
      expect(await screen.page.getByRole('main').innerText()).toContain('您还没有登录');

      await screen.visit('/demo/platforms/graduate-admission');
      await press(screen, '退出');
      expect(await headingOf(screen)).toBe('退出学信网账号');
      await press(screen, '全部退出');
      expect(await headingOf(screen)).toBe('中国研究生招生信息网');
      await screen.visit('/account');
      expect(await headingOf(screen)).toBe('登录学信网账号');
    });

    it('is led to the right address from another name of the site, and goes on there', async () => {
      const screen = await stage.openScreen();
      screen.expectFault(/409/);
      await screen.page.goto(`${stage.app().url.replace('127.0.0.1', 'localhost')}/sign-in`);
      await press(screen, '用学信网账号登录');
      expect(await headingOf(screen)).toBe('不是本网站的正式网址');
      await screen.follow(() => screen.page.getByRole('link', { name: '从正式网址打开' }).click());
      expect(screen.page.url()).toBe(`${stage.app().url}/sign-in`);
      await press(screen, '用学信网账号登录');
      expect(await headingOf(screen)).toBe('登录学信网账号');
    });

    it('refuses what no platform asks, in words', async () => {
      const screen = await stage.openScreen();
      screen.expectFault(/400|404/);
      await screen.visit('/account/oidc/auth?client_id=nowhere');
      expect(await headingOf(screen)).toBe('登录请求有误');
      await screen.inspect();
      await screen.visit('/account/authorizations/nowhere/x');
      expect(await headingOf(screen)).toBe('登录请求已失效');
    });
  },
  startPlatformApp,
);
