import { BrowsePage } from '../pages/browse-page';
import { arriveAt } from '../pages/candidate-page';
import { ChangesPage } from '../pages/changes-page';
import { MailPage } from '../pages/mail-page';
import { MailboxPage } from '../pages/mailbox-page';
import { UndertakingPage } from '../pages/undertaking-page';
import { UndertakingPrintPage } from '../pages/undertaking-print-page';
import { describeLongJourney } from './journey';
import { goHome, openForm, save, signIn } from './steps';

const MINUTE = 60_000;

describeLongJourney('定向西藏', (stage) => {
  it('is saved, reminded of at each save, and printed', async () => {
    const screen = await stage.openScreen();
    let home = await signIn(screen, '21410101151003');
    let form = await openForm(home, '本科一批');
    await form.fill('定向志愿', { institution: '1420', majors: ['29', '30'], adjustment: '同意' });
    let browse = await save(form);
    expect(await browse.read()).toContain(
      '您填报了定向西藏志愿，请点击 打印定向西藏承诺书，在规定时间内打印并签字',
    );
    expect(await browse.read()).toContain('（本次模拟演练不需要签字递交）');

    // The reminder.
    await browse.choose('收件箱');
    const mailbox = await arriveAt(MailboxPage, screen);
    await mailbox.openNewest();
    const mail = await arriveAt(MailPage, screen);
    expect(await mail.read()).toContain('本科一批志愿【定向西藏】承诺书打印提醒（第1次保存）');
    expect(await mail.read()).toContain('第1次填报的志愿中含有【定向西藏】志愿信息');

    // The paper.
    home = await goHome(mail);
    await home.go('浏览本科一批');
    browse = await arriveAt(BrowsePage, screen);
    await browse.go('打印定向西藏承诺书');
    const page = await arriveAt(UndertakingPage, screen);
    expect(await page.listInstitutions()).toEqual(['[1420]陕西师范大学']);
    expect(await page.read()).toContain('410***********984X');
    await page.press('打印承诺书');
    const paper = await arriveAt(UndertakingPrintPage, screen);
    expect(await paper.read()).toContain('410***********984X');
    expect(await paper.read()).not.toContain('41012220030709984X');
    const printed = await paper.readPaper();
    expect(printed).toContain('41012220030709984X');
    expect(printed).toContain('本次模拟演练不需要签字递交');
    expect(printed).toContain('[30]临床医学(定向西藏就业)');

    // Saved anew.
    stage.app().clock.advance(61 * MINUTE);
    await screen.visit('/');
    home = await goHome(browse);
    form = await openForm(home, '本科一批', '修改');
    await form.fill('定向志愿', { institution: '1420', majors: ['30', ''] });
    await form.press('保存志愿');
    await (await arriveAt(ChangesPage, screen)).press('确认保存志愿');
    browse = await arriveAt(BrowsePage, screen);
    expect(await browse.read()).toContain('您填报了定向西藏志愿');
    await browse.choose('收件箱');
    expect(await (await arriveAt(MailboxPage, screen)).read()).toContain('承诺书打印提醒（第2次保存）');
  });
});
