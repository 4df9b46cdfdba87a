import { drawJpeg } from '../account-review/pictures';
import { claim } from '../account-review/review-steps';
import type { Screen } from '../pages/screen';
import { getAccountCode } from '../support/accounts';
import { type DemoOfficerName, refreshOfficerTotp } from '../support/officers';
import { startPlatformApp } from '../support/platforms';
import { demoPassword } from '../support/test-client';
import { describeJourney, type Stage } from './journey';

const headingOf = (screen: Screen) => screen.page.getByRole('heading', { level: 1 }).innerText();
const textOf = (screen: Screen) => screen.page.getByRole('main').innerText();
const picture = (buffer: Buffer) => ({ name: '身份证.jpg', mimeType: 'image/jpeg', buffer });

async function press(screen: Screen, name: string): Promise<void> {
  const main = screen.page.getByRole('main');
  await screen.follow(() => main.getByRole('button', { name, exact: true }).click());
  await screen.inspect();
}

async function go(screen: Screen, name: string | RegExp): Promise<void> {
  const link = screen.page.getByRole('link', { name, exact: true });
  await screen.follow(() => link.first().click());
  await screen.inspect();
}

async function fill(screen: Screen, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(fields))
    await screen.page.getByRole('main').getByLabel(label, { exact: true }).fill(text);
}

async function signIn(screen: Screen, userName: string): Promise<void> {
  await screen.visit('/account/sign-in');
  await fill(screen, { '用户名：': userName, '密码：': demoPassword });
  await press(screen, '登录');
}

/** A reviewer at a computer of their own, at the queue. */
async function enterQueue(stage: Stage, signInName: DemoOfficerName): Promise<Screen> {
  const screen = await stage.openScreen();
  await screen.visit('/office/sign-in');
  const totp = await refreshOfficerTotp(stage.app(), signInName);
  await fill(screen, { '登录名：': signInName, '密码：': demoPassword, '动态密码：': totp });
  await press(screen, '登录');
  await go(screen, '身份核验审核');
  return screen;
}

async function approve(screen: Screen): Promise<void> {
  await go(screen, /^\d+号$/);
  expect(await textOf(screen)).not.toContain('410105200109171234');
  await press(screen, '打开材料');
  expect(await textOf(screen)).toContain('410105200109171234');
  const shown = await screen.page.evaluate(
    "Array.from(document.querySelectorAll('.card-picture img')).map(function (one) { return one.naturalWidth; })",
  );
  expect(shown).toEqual([640, 640]);
  await press(screen, '提交结论');
  expect(await textOf(screen)).toContain('请选择审核结论');
  await screen.page.getByLabel('通过：证件号码归申请账号').check();
  await fill(screen, { '证件上的姓名：': claim.cardName, '证件上的号码：': claim.cardNumber });
  await screen.page.getByLabel('本人与双方没有亲属或者其他利害关系').check();
  await press(screen, '提交结论');
  expect(await headingOf(screen)).toBe('身份核验审核');
}

describeJourney(
  '证件号码重复，客服协助验证',
  (stage) => {
    it('goes from a taken number by two reviewers to 实名信息绑定', async () => {
      const owner = await stage.openScreen();
      await signIn(owner, 'qinzhiyuan');
      await go(owner, '【解决办法】');
      await go(owner, '客服协助验证');
      for (const word of ['研招推免', '统考', '自主招生', '兵役登记/应征报名', '300KB'])
        expect(await textOf(owner)).toContain(word);

      const { page } = owner;
      await page.getByLabel('国徽面照片：').setInputFiles(picture(await drawJpeg(1)));
      await page.getByLabel('人像面照片：').setInputFiles(picture(Buffer.from('<svg onload="alert(1)"/>')));
      await fill(owner, { '说明：': '原来的手机号码已经停用' });
      await press(owner, '提交审核');
      expect(await textOf(owner)).toMatch(/人像面照片不是JPG、PNG或者GIF图片[\s\S]*已收到/);
      expect(await page.getByLabel('说明：').inputValue()).toBe('原来的手机号码已经停用');
      await page.getByLabel('人像面照片：').setInputFiles(picture(await drawJpeg(2)));
      await press(owner, '提交审核');
      expect(await headingOf(owner)).toBe('证件重复-客服审核');
      expect(await textOf(owner)).toMatch(/等待客服审核[\s\S]*审核期限/);

      await approve(await enterQueue(stage, 'reviewer-1'));
      await go(owner, '证件重复-客服审核');
      expect(await textOf(owner)).toContain('等待客服审核');
      await approve(await enterQueue(stage, 'reviewer-2'));

      await go(owner, '证件重复-客服审核');
      await go(owner, '实名信息绑定');
      await page.getByLabel('以上姓名和证件号码与本人身份证一致').check();
      await press(owner, '获取验证码');
      await fill(owner, { '验证码：': await getAccountCode(stage.app(), '15900001002') });
      await press(owner, '实名信息绑定');
      expect(await headingOf(owner)).toBe('个人信息');
      expect(await textOf(owner)).toContain('雁湖大学');

      const impostor = await stage.openScreen();
      await signIn(impostor, 'taken2020');
      expect(await textOf(impostor)).toContain('停用');
      const elsewhere = await stage.openScreen();
      await signIn(elsewhere, 'qinzhiyuan');
      expect(await textOf(elsewhere)).toContain('202010010101'.slice(-4));
      for (const platform of ['学信档案', '全国征兵网']) {
        await elsewhere.visit('/demo/platforms');
        await go(elsewhere, platform);
        await press(elsewhere, '用学信账号登录');
        await press(elsewhere, '同意授权并登录');
        expect([await headingOf(elsewhere), await textOf(elsewhere)]).toEqual([
          platform,
          expect.stringContaining('秦知远'),
        ]);
      }
    });
  },
  startPlatformApp,
);
