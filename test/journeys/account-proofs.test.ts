import { findMatchCode } from '../account/classmate-help/asking';
import { openMenu } from '../pages/open-menu';
import type { Screen } from '../pages/screen';
import { listLettersTo } from '../support/accounts';
import { PROVED, readClaim, restoreClaim } from '../support/claims';
import { startTestApp } from '../support/test-app';
import { demoPassword } from '../support/test-client';
import { describeLongJourney, type Stage } from './journey';

const SMALL = { width: 320, height: 640 };
const headingOf = (screen: Screen) => screen.page.getByRole('heading', { level: 1 }).innerText();

async function press(screen: Screen, button: string): Promise<void> {
  const main = screen.page.getByRole('main');
  await screen.follow(() => main.getByRole('button', { name: button, exact: true }).click());
  await screen.inspect();
}

async function open(screen: Screen, link: string | RegExp): Promise<void> {
  const exact = typeof link === 'string';
  // What a menu has is not shown on a telephone until it is opened.
  const shown = screen.page.getByRole('main').getByRole('link', { name: link, exact });
  if ((await shown.count()) === 0) await openMenu(screen);
  await screen.follow(() => screen.page.getByRole('link', { name: link, exact }).click());
  await screen.inspect();
}

async function fill(screen: Screen, label: string, text: string): Promise<void> {
  await screen.page.getByRole('main').getByLabel(label, { exact: true }).fill(text);
}

async function signIn(stage: Stage, userName: string, viewport?: typeof SMALL): Promise<Screen> {
  const screen = await stage.openScreen(viewport);
  await screen.visit('/account/sign-in');
  await fill(screen, '用户名：', userName);
  await fill(screen, '密码：', demoPassword);
  await screen.follow(() => screen.page.getByRole('button', { name: '登录', exact: true }).click());
  return screen;
}

/** The message to the old account, and the page that its link opens. */
async function expectNotice(stage: Stage, route: string): Promise<void> {
  const [text] = (await listLettersTo(stage.app(), '15900001001')).slice(-1);
  expect(text).toContain(`另一个账号于`);
  expect(text).toContain(`通过“${route}”核验了证件号码（尾号34），您的学信网账号taken2020已停用`);
  const screen = await stage.openScreen(SMALL);
  await screen.visit(/\/account\/objections\/[\w-]+/.exec(text ?? '')?.[0] ?? '');
  await screen.inspect();
  expect(await headingOf(screen)).toBe('对身份核验提出异议');
  expect(await screen.page.getByRole('main').innerText()).toContain(`另一个账号通过“${route}”`);
}

/** The old account is out in the middle of what it does. */
async function expectStopped(screen: Screen): Promise<void> {
  await screen.visit('/account/security');
  expect(await headingOf(screen)).toBe('登录学信网账号');
}

describeLongJourney(
  '证件号码重复',
  (stage) => {
    beforeEach(() => restoreClaim(stage.app()));

    it('is solved by APP自助验证: QR code, phone, and the account works', async () => {
      const impostor = await signIn(stage, 'taken2020');
      const screen = await signIn(stage, 'qinzhiyuan');
      await open(screen, '【解决办法】');
      expect(await screen.page.getByRole('main').innerText()).toContain('兵役登记/应征报名');
      await open(screen, 'APP自助验证');
      await press(screen, '开始验证');
      expect(await screen.page.getByRole('img', { name: 'APP自助验证的二维码' }).isVisible()).toBe(true);
      const code = await screen.page.locator('#match-code').innerText();
      const address = await screen.page.getByRole('link', { name: /\/demo\/app\?check=/ }).innerText();

      const phone = await stage.openScreen(SMALL);
      await phone.visit(new URL(address).pathname + new URL(address).search);
      await press(phone, '通过');
      expect(await phone.page.getByRole('main').innerText()).toContain('请输入网页上显示的4位核对码');
      await fill(phone, '核对码：', code);
      const arrives = screen.page.waitForURL('**/account');
      await press(phone, '通过');
      expect(await phone.page.getByRole('status').innerText()).toContain('请回到电脑上的页面');
      if (!stage.javaScript) {
        await screen.visit('/account/solutions/app');
        await screen.inspect();
        await press(screen, '完成核验');
      }
      await arrives;
      await screen.inspect();
      expect(await screen.page.getByRole('main').innerText()).toContain('雁湖大学');
      expect(await readClaim(stage.app())).toEqual(PROVED);
      await expectStopped(impostor);
      await expectNotice(stage, 'APP自助验证');
    });

    it('is refused by APP自助验证 for another person, in red', async () => {
      const screen = await signIn(stage, 'qinzhiyuan', SMALL);
      await screen.visit('/account/solutions/app');
      await press(screen, '开始验证');
      const code = await screen.page.locator('#match-code').innerText();
      const address = await screen.page.getByRole('link', { name: /\/demo\/app\?check=/ }).innerText();
      const phone = await stage.openScreen();
      await phone.visit(new URL(address).pathname + new URL(address).search);
      await fill(phone, '核对码：', code);
      await press(phone, '另一个人');
      if (!stage.javaScript) await press(screen, '我已在手机上完成验证');
      const alert = screen.page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.innerText()).toContain('不是此证件号码的本人');
      await screen.inspect();
    });

    // Every step of it is held over HTTP in every run.
    const rarely = process.env.LONG === undefined ? it.skip : it;
    rarely('is solved by two classmates, each from the letter in 收件箱', async () => {
      const impostor = await signIn(stage, 'taken2020');
      const screen = await signIn(stage, 'qinzhiyuan');
      await screen.visit('/account/solutions');
      await open(screen, '大学同班同学协助');
      await press(screen, '发送协助请求');
      expect(await screen.page.locator('#summary').innerText()).toContain('请输入同学姓名');
      for (const name of ['陆明琪', '白亦宸']) {
        await fill(screen, '同学姓名：', name);
        await fill(screen, '院校名称：', '雁湖大学');
        await fill(screen, '班级名称：', '计算机2001班');
        await fill(screen, '入学年份：', '2020');
        await press(screen, '发送协助请求');
        expect(await screen.page.getByRole('status').innerText()).toContain('协助请求已提交');
      }
      for (const [userName, size] of [
        ['lumingqi', SMALL],
        ['baiyichen', undefined],
      ] as const) {
        const helper = await signIn(stage, userName, size);
        await open(helper, '账号管理');
        await open(helper, /收件箱（未读 1 封）/);
        await open(helper, '同班同学请您协助核验身份');
        // The letter that is open is read.
        expect(await helper.page.getByRole('banner').innerText()).not.toContain('未读');
        await open(helper, '查看并办理');
        expect(await helper.page.locator('body').innerText()).not.toMatch(/4101[\d*]{8}/);
        await press(helper, '协助');
        expect(await helper.page.getByRole('alert').innerText()).toContain('请先确认是本人的请求');
        await helper.page.getByLabel('我认识该同学，已确认是本人的请求').check();
        const told = await findMatchCode(stage.app(), new URL(helper.page.url()).pathname);
        await fill(helper, '核对码：', told);
        await fill(helper, '登录密码：', demoPassword);
        await press(helper, '协助');
        expect(await helper.page.getByRole('main').innerText()).toContain('已协助');
      }
      await screen.visit('/account');
      expect(await screen.page.getByRole('main').innerText()).toContain('雁湖大学');
      expect(await readClaim(stage.app())).toEqual(PROVED);
      await expectStopped(impostor);
      await expectNotice(stage, '大学同班同学协助');
    });
  },
  () => startTestApp({ env: { PROOF_DELAY_HOURS: '0' } }),
);
