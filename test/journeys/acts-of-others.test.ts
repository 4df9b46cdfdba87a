import { file, idOf, signIn as signInElsewhere, sound } from '../candidate/filing/filing';
import { BrowsePage } from '../pages/browse-page';
import { arriveAt } from '../pages/candidate-page';
import { ChangesPage } from '../pages/changes-page';
import { DisputePage, FrozenPage, ThawPage } from '../pages/dispute-pages';
import { FormPage } from '../pages/form-page';
import { RiskPage } from '../pages/risk-page';
import { SecurityPage } from '../pages/safeguard-pages';
import { VersionsPage } from '../pages/versions-page';
import { bound } from '../support/security-steps';
import { getSentCode } from '../support/sent-codes';
import { MINUTE } from '../support/test-clock';
import { describeLongJourney } from './journey';
import { fileUnseen, goHome, openForm, signIn } from './steps';

describeLongJourney('acts of somebody else', (stage) => {
  it('a modification from a new device is proved between change list and save, and nothing typed is lost', async () => {
    const app = stage.app();
    await file(await signInElsewhere(app, bound.phone), 'early-other', sound);
    app.clock.advance(61 * MINUTE);

    const screen = await stage.openScreen();
    let form = await openForm(await signIn(screen, bound.phone), '提前批其他', '修改');
    await form.fill('第一志愿', { majors: ['16', '27'] });
    await form.press('保存志愿');
    await (await arriveAt(ChangesPage, screen)).press('确认保存志愿');
    let risk = await arriveAt(RiskPage, screen);
    expect(await risk.read()).toContain('志愿还没有保存。');

    // Back, to change one's mind: what was typed stands there.
    await risk.go('返回修改');
    form = await arriveAt(FormPage, screen);
    expect(await form.value('第一志愿', '专业2')).toBe('27');
    await form.fill('第一志愿', { majors: ['16', '31'] });
    await form.press('保存志愿');
    const changes = await arriveAt(ChangesPage, screen);
    expect(await changes.listChanges()).toHaveLength(1);
    await changes.press('确认保存志愿');
    risk = await arriveAt(RiskPage, screen);

    await risk.press('获取验证码');
    risk = await arriveAt(RiskPage, screen);
    const { code } = await getSentCode(app, await idOf(app, bound.phone), 'risk');
    await risk.prove('验证码：', '12');
    await risk.press('验证并保存志愿');
    expect(await risk.read()).toContain('验证码错误，还可以输入2次，请检查后重新输入！');
    await screen.inspect();
    await risk.prove('验证码：', code);
    await risk.press('验证并保存志愿');
    const browse = await arriveAt(BrowsePage, screen);
    expect((await browse.readSlot('第一志愿'))[2]).toContain('专业2 [31]');
    expect(await browse.read()).toContain('第2次保存时间');
  });

  it('不是我操作 freezes every list, ends every sign-in, and is thawed by a factor bound before', async () => {
    const app = stage.app();
    const screen = await stage.openScreen();
    let home = await signIn(screen, bound.otherPhone);
    await fileUnseen(screen, 'early-other', sound);
    await home.choose('我的保存记录');
    await (await arriveAt(VersionsPage, screen)).disputeNewest();
    const dispute = await arriveAt(DisputePage, screen);
    expect(await dispute.read()).toContain('提前批其他志愿保存（第1次保存）');
    await dispute.press('确认不是我操作');
    const frozen = await arriveAt(FrozenPage, screen);
    expect(await frozen.read()).toContain('所有登录已退出');

    home = await signIn(screen, bound.otherPhone);
    expect(await home.readState('提前批其他')).toBe('已冻结(不是我操作)');
    expect(await home.listActions('本科二批')).toEqual(['解冻']);
    await home.choose('系统信息');
    const security = await arriveAt(SecurityPage, screen);
    await security.go('解冻');
    let page = await arriveAt(ThawPage, screen);
    await page.press('获取验证码');
    page = await arriveAt(ThawPage, screen);
    await page.prove('验证码：', '1');
    await page.press('解冻');
    expect(await page.read()).toContain('验证码错误');
    await screen.inspect();
    const { code } = await getSentCode(app, await idOf(app, bound.otherPhone), 'thaw');
    await page.prove('验证码：', code);
    await page.press('解冻');
    await screen.visit('/');
    home = await goHome(page);
    expect(await home.readState('提前批其他')).toMatch(/^已填报，第1次保存/);
    expect(await home.listActions('本科二批')).toEqual(['填报']);
  });
});
