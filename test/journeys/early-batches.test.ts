import { BrowsePage } from '../pages/browse-page';
import { arriveAt } from '../pages/candidate-page';
import { ChangesPage } from '../pages/changes-page';
import { FormPage } from '../pages/form-page';
import { MailPage } from '../pages/mail-page';
import { MailboxPage } from '../pages/mailbox-page';
import { OverwritePage } from '../pages/overwrite-page';
import { PrintPage } from '../pages/print-page';
import { RefusalPage } from '../pages/refusal-page';
import { VersionPage } from '../pages/version-page';
import { VersionsPage } from '../pages/versions-page';
import { MINUTE } from '../support/test-clock';
import { describeLongJourney } from './journey';
import { acceptNotice, goHome, openForm, save, saveAndConfirm, signIn } from './steps';

describeLongJourney('three saves in the early batches', (stage) => {
  it('a wrong code corrected, an hour waited, a category changed, a modification, and no more', async () => {
    const screen = await stage.openScreen();
    let home = await signIn(screen, '21410101151001');
    expect(await home.readState('提前批其他')).toBe('未填报');
    expect(await home.readState('体育本科')).toBe('不具填报资格 此批次只对体育类考生开放');

    // A wrong major code is named, and everything typed comes back.
    let form = await openForm(home, '提前批其他');
    await form.fill('第一志愿', { institution: '0001', majors: ['16', '99'], adjustment: '同意' });
    await form.press('保存志愿');
    form = await arriveAt(FormPage, screen);
    expect(await form.listFaults()).toEqual(['第一志愿 专业2：此专业不存在!']);
    expect(await form.readHint('第一志愿', '专业2')).toContain('✕ 此专业不存在!');
    expect(await form.value('第一志愿', '专业2')).toBe('99');
    expect(await form.readHint('第一志愿', '院校代号')).toContain('北京体育大学');

    // Corrected and saved.
    await form.fill('第一志愿', { majors: ['16', ''] });
    let browse = await save(form);
    expect(await browse.readSlot('第一志愿')).toEqual([
      '院校 [0001]北京体育大学',
      '专业1 [16]马克思主义理论',
      '专业2 未填报',
      '专业3 未填报',
      '专业4 未填报',
      '专业5 未填报',
      '专业调剂 同意',
    ]);
    expect(await browse.readCheckValue()).toMatch(/^([0-9A-F]{4} ){15}[0-9A-F]{4}$/);
    expect(await browse.read()).toContain('还可以修改2次');
    expect(await browse.read()).toContain('距离上次保存志愿未满1小时，暂无法修改！');

    // The print view shows what was saved, and leads back.
    await browse.go('打印');
    const print = await arriveAt(PrintPage, screen);
    expect(await print.read()).toContain('[16]马克思主义理论');
    expect(await print.read()).toContain('周行远');
    await print.go('返回');
    browse = await arriveAt(BrowsePage, screen);

    // Within the hour nothing offers a modification, and its address refuses it.
    home = await goHome(browse);
    expect(await home.listActions('提前批其他')).toEqual(['浏览']);
    expect(await home.readState('提前批其他')).toMatch(
      /^已填报，第1次保存，(\d\d月\d\d日 )?\d\d:\d\d:\d\d 后可修改$/,
    );
    await screen.visit('/batches/early-other/notice');
    const refusal = await arriveAt(RefusalPage, screen);
    expect(await refusal.read()).toMatch(
      /距离上次保存志愿未满1小时，暂无法修改！(\d\d月\d\d日 )?\d\d:\d\d:\d\d后可以修改。/,
    );

    // An hour on: another category of the group, through the 是/否 page.
    stage.app().clock.advance(61 * MINUTE);
    home = await goHome(refusal);
    expect(await home.readState('提前批军事')).toBe('已填报【提前批其他】，改报将覆盖');
    await acceptNotice(home, '提前批军事');
    const question = await arriveAt(OverwritePage, screen);
    expect(await question.read()).toContain('上次填报了【提前批其他】志愿，本次将要填报【提前批军事】志愿！');
    await question.go('否');
    home = await goHome(question);
    await acceptNotice(home, '提前批军事');
    await (await arriveAt(OverwritePage, screen)).press('是');
    form = await arriveAt(FormPage, screen);
    await form.fill('第一志愿', { institution: '0210', majors: ['17', '18'], adjustment: '不同意' });
    browse = await saveAndConfirm(form);
    expect(await browse.readSlot('第一志愿')).toContain('专业2 [18]通信工程');
    expect(await browse.read()).toContain('还可以修改1次');

    // Another hour on: a modification starts from what was saved, and names what it changes.
    stage.app().clock.advance(61 * MINUTE);
    home = await goHome(browse);
    expect(await home.readState('提前批其他')).toBe('已填报【提前批军事】，改报将覆盖');
    form = await openForm(home, '提前批军事', '修改');
    expect(await form.value('第一志愿', '专业2')).toBe('18');
    await form.fill('第一志愿', { majors: ['17', '19'] });
    await form.press('保存志愿');
    const changes = await arriveAt(ChangesPage, screen);
    expect(await changes.listChanges()).toEqual(['第一志愿 专业2 [18]通信工程 [19]雷达工程 ～ 修改']);
    await changes.press('确认保存志愿');
    browse = await arriveAt(BrowsePage, screen);
    expect(await browse.read()).toContain('第3次保存时间');
    expect(await browse.read()).toContain('修改次数已用完');

    // No fourth save, ever.
    stage.app().clock.advance(61 * MINUTE);
    home = await goHome(browse);
    expect(await home.listActions('提前批军事')).toEqual(['浏览']);
    expect(await home.readState('提前批军事')).toBe('已填报，修改次数已用完');
    await screen.visit('/batches/early-military/notice');
    const over = await arriveAt(RefusalPage, screen);
    expect(await over.read()).toContain(
      '您的志愿已保存3次，修改次数已用完，不能再修改。已保存的志愿仍然有效，请到浏览页面核对。',
    );

    // Every save is on record, and was told of by mail.
    await over.choose('我的保存记录');
    const versions = await arriveAt(VersionsPage, screen);
    expect(await versions.listVersions()).toEqual([
      expect.stringMatching(
        /^提前批军事 第3次保存，.* 127\.0\.0\.1 本机（Linux电脑上的Chrome浏览器） 修改了1个志愿 查看$/,
      ),
      expect.stringMatching(/^提前批军事 第2次保存，.* 覆盖【提前批其他】 查看$/),
      expect.stringMatching(/^提前批其他 第1次保存，.* 首次填报 查看$/),
    ]);
    await versions.openNewest();
    const version = await arriveAt(VersionPage, screen);
    expect(await version.read()).toContain('[19]雷达工程');
    await version.choose('收件箱');
    const mailbox = await arriveAt(MailboxPage, screen);
    expect(await mailbox.read()).toContain('个人信箱：未读 3 封');
    await mailbox.openNewest();
    expect(await (await arriveAt(MailPage, screen)).read()).toContain('提前批军事志愿保存提醒（第3次保存）');
  });
});
