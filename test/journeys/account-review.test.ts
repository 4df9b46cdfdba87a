import { drawJpeg } from '../account/review/pictures';
import { getAccountCode } from '../support/accounts';
import { startPlatformApp } from '../support/platforms';
import { describeJourneyOfLongRun } from './journey';
import { enterQueue, fill, giveNumber, go, headingOf, picture, press, signIn, textOf } from './review-steps';

describeJourneyOfLongRun(
  '证件号码重复，客服协助验证',
  (stage) => {
    it('goes from a taken number by two reviewers to 实名信息绑定', async () => {
      const owner = await stage.openScreen();
      await signIn(owner, 'qinzhiyuan');
      await go(owner, '【解决办法】');
      for (const word of ['研招推免', '统考', '自主招生', '兵役登记/应征报名'])
        expect(await textOf(owner)).toContain(word);
      await go(owner, '客服协助验证');
      expect(await textOf(owner)).toContain('300KB');

      const { page } = owner;
      await page.getByLabel('国徽面照片：').setInputFiles(picture(await drawJpeg(1)));
      await page.getByLabel('人像面照片：').setInputFiles(picture(Buffer.from('<svg onload="alert(1)"/>')));
      await fill(owner, { '说明：': '原来的手机号码已停用' });
      await press(owner, '提交审核');
      expect(await textOf(owner)).toMatch(/人像面照片不是JPG、PNG或GIF图片[\s\S]*已收到/);
      expect(await page.getByLabel('说明：').inputValue()).toBe('原来的手机号码已停用');
      await page.getByLabel('人像面照片：').setInputFiles(picture(await drawJpeg(2)));
      await press(owner, '提交审核');
      expect(await headingOf(owner)).toBe('证件重复-客服审核');
      expect(await textOf(owner)).toMatch(/等待客服审核[\s\S]*审核期限/);

      await giveNumber(await enterQueue(stage, 'reviewer-1'), '通过：证件号码归申请账号');
      await go(owner, '证件重复-客服审核');
      expect(await textOf(owner)).toContain('等待客服审核');
      await giveNumber(await enterQueue(stage, 'reviewer-2'), '通过：证件号码归申请账号');

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
        await press(elsewhere, '用学信网账号登录');
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
