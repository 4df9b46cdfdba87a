import { describeLongJourney } from '../journeys/journey';
import { openForm, signIn } from '../journeys/steps';
import { demoPassword } from '../support/test-client';
import { arriveAt } from './candidate-page';
import { ClearPage } from './clear-page';
import { FormPage } from './form-page';
import { MailPage } from './mail-page';
import { MailboxPage } from './mailbox-page';
import { PasswordPage } from './password-page';
import { RefusalPage } from './refusal-page';
import { SignInPage } from './sign-in-page';
import { VersionsPage } from './versions-page';

describeLongJourney('pages that no story passes', (stage) => {
  it('the sign-in with its faults', async () => {
    const screen = await stage.openScreen();
    await screen.visit('/sign-in');
    let page = await arriveAt(SignInPage, screen);
    await page.signIn('', '');
    page = await arriveAt(SignInPage, screen);
    await page.signIn('21410101151001', 'wrong');
    page = await arriveAt(SignInPage, screen);
    expect(await page.read()).toContain('考生号或密码错误，请检查后重新输入！');
    expect(await screen.page.getByLabel('考生号：').inputValue()).toBe('21410101151001');
  });

  it('mailboxes empty and not, versions none, passwords wrong and changed, an address that is not there', async () => {
    const screen = await stage.openScreen();
    const home = await signIn(screen, '21410101111002');
    await home.choose('我的保存记录');
    expect(await (await arriveAt(VersionsPage, screen)).read()).toContain('您还没有保存过志愿。');
    await home.choose('收件箱');
    const personal = await arriveAt(MailboxPage, screen);
    expect(await personal.read()).toContain('没有邮件。');
    await personal.go('公共信箱：未读 1 封');
    await (await arriveAt(MailboxPage, screen)).openNewest();
    const mail = await arriveAt(MailPage, screen);
    await screen.visit('/password');
    let password = await arriveAt(PasswordPage, screen);
    await password.change('wrong', 'short', 'other');
    password = await arriveAt(PasswordPage, screen);
    await password.change(demoPassword, 'Another#2021', 'Another#2021');
    expect(await (await arriveAt(PasswordPage, screen)).read()).toContain('密码已修改');
    await screen.visit('/nowhere');
    const refusal = await arriveAt(RefusalPage, screen);
    expect(await refusal.read()).toContain('找不到此页面');
    expect(await screen.page.getByRole('navigation').first().innerText()).toContain('退出');
    expect(mail.screen).toBe(screen);
  });

  it('重新填写 asks first, and empties the form', async () => {
    const screen = await stage.openScreen();
    let form = await openForm(await signIn(screen, '21410101151001'), '提前批其他');
    await form.fill('第一志愿', { institution: '0001', majors: ['16'], adjustment: '同意' });
    await form.press('重新填写');
    const question = await arriveAt(ClearPage, screen);
    await question.go('否，返回继续填写');
    form = await arriveAt(FormPage, screen);
    expect(await form.value('第一志愿', '专业1')).toBe('16');
    await form.press('重新填写');
    await (await arriveAt(ClearPage, screen)).press('是，全部清空');
    form = await arriveAt(FormPage, screen);
    expect(await form.value('第一志愿', '专业1')).toBe('');
    await form.press('保存志愿');
    form = await arriveAt(FormPage, screen);
    expect(await form.listFaults()).toEqual(['没有填写任何志愿信息，不能保存，请先填写志愿！']);
  });
});
