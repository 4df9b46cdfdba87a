import { idOf, sound } from '../candidate/filing/filing';
import { AbandonPage } from '../pages/abandon-page';
import { BrowsePage } from '../pages/browse-page';
import { arriveAt } from '../pages/candidate-page';
import { MailboxPage } from '../pages/mailbox-page';
import { refreshDynamicPassword } from '../support/dynamic-password';
import { bound } from '../support/security-steps';
import { getSentCode } from '../support/sent-codes';
import { demoPassword } from '../support/test-client';
import { describeLongJourney, type Stage } from './journey';
import { fileUnseen, goHome, signIn } from './steps';

const WORDS = '放弃志愿';

describeLongJourney('放弃', (stage) => {
  it('with 动态密码, is final, and every page says so', async () => {
    const page = await askToAbandon(stage, bound.totp);
    expect(await page.listLost()).toEqual([
      '【地方公费师范生】',
      '【提前批军事】',
      '【提前批公安及国家专项公安计划】',
      '【提前批其他】（已填报）',
      '【体育本科】',
      '【提前批司法及国家专项司法计划】',
      '【艺术本科提前批】',
    ]);
    await page.prove('动态密码：', '12345678');
    await page.press('确认放弃');
    expect(await page.read()).toContain('请输入“放弃志愿”四个字！');
    await page.confirm(WORDS);
    await page.prove('动态密码：', '12345678');
    await page.press('确认放弃');
    expect(await page.read()).toContain('动态密码错误');
    await page.screen.inspect();
    await page.prove('动态密码：', await refreshDynamicPassword(stage.app(), bound.totp));
    await page.press('确认放弃');
    const browse = await arriveAt(BrowsePage, page.screen);
    expect(await browse.read()).toContain('已放弃，不能再填报。');
    const home = await goHome(browse);
    expect(await home.readState('提前批军事')).toBe('已放弃，不能再填报');
    expect(await home.listActions('提前批军事')).toEqual([]);
    await home.choose('收件箱');
    expect(await (await arriveAt(MailboxPage, page.screen)).read()).toContain('志愿放弃提醒');
  });

  it('with a code by SMS', async () => {
    const app = stage.app();
    let page = await askToAbandon(stage, bound.phone);
    expect(await page.read()).toContain('短信平台将向您的手机 159****845 发送验证码');
    await page.confirm(WORDS);
    await page.press('获取验证码');
    page = await arriveAt(AbandonPage, page.screen);
    const { code, serialNumber } = await getSentCode(app, await idOf(app, bound.phone), 'abandon');
    expect(await page.read()).toContain(`序列号 ${serialNumber}`);
    // The words typed before the code was asked for stand there still.
    await page.prove('验证码：', code);
    await page.press('确认放弃');
    expect(await (await arriveAt(BrowsePage, page.screen)).read()).toContain('已放弃，不能再填报。');
  });

  it('with phrase and password, where nothing better is bound', async () => {
    const page = await askToAbandon(stage, bound.otherPhrase);
    await page.confirm(WORDS);
    await page.prove('登录密码：', 'wrong');
    await page.prove('密码验证信息：', '宝剑锋从磨砺出');
    await page.press('确认放弃');
    expect(await page.read()).toContain('密码错误');
    await page.prove('登录密码：', demoPassword);
    await page.prove('密码验证信息：', '宝剑锋从磨砺出');
    await page.press('确认放弃');
    expect(await (await arriveAt(BrowsePage, page.screen)).read()).toContain('已放弃，不能再填报。');
  });
});

/** From a list that is filed over 浏览 to the page of 放弃. */
async function askToAbandon(stage: Stage, candidateNumber: string): Promise<AbandonPage> {
  const screen = await stage.openScreen();
  const home = await signIn(screen, candidateNumber);
  await fileUnseen(screen, 'early-other', sound);
  await (await goHome(home)).go('浏览提前批其他');
  await (await arriveAt(BrowsePage, screen)).go('放弃已填报志愿');
  return arriveAt(AbandonPage, screen);
}
