import { moveWindow } from '../candidate/filing/filing';
import { arriveAt } from '../pages/candidate-page';
import { DraftSheetPage, DraftSheetPrintPage, DraftSheetsPage } from '../pages/draft-sheet-pages';
import { FormPage } from '../pages/form-page';
import { CataloguePage, PlanQueryPage } from '../pages/plan-query-page';
import { RefusalPage } from '../pages/refusal-page';
import { MINUTE } from '../support/test-clock';
import { describeLongJourney } from './journey';
import { acceptNotice, goHome, save, signIn } from './steps';

const BATCH = '本科一批征集志愿';

describeLongJourney('征集志愿', (stage) => {
  it('is prepared on a 草表 from the catalogue, taken over when the round opens, and filed', async () => {
    const app = stage.app();
    const now = app.clock.read().getTime();
    await moveWindow(app, 'supplementary-undergraduate-1', {
      opensAt: new Date(now + 10 * MINUTE),
      closesAt: new Date(now + 600 * MINUTE),
    });
    const screen = await stage.openScreen();
    let home = await signIn(screen, '21410101151001');
    expect(await home.readState(BATCH)).toMatch(/^未开始/);

    await home.choose('招生计划');
    const catalogue = await arriveAt(CataloguePage, screen);
    await catalogue.chooseBatch(BATCH);
    await catalogue.find('1180');
    expect((await catalogue.listMajors()).slice(0, 2)).toEqual([
      '[09]电气工程及其自动化',
      '[10]化学工程与工艺',
    ]);

    await catalogue.choose('志愿草表');
    await (await arriveAt(DraftSheetsPage, screen)).go(`填写草表：${BATCH}`);
    let sheet = await arriveAt(DraftSheetPage, screen);
    await sheet.fill('平行志愿1', { institution: '1180', majors: ['09', '10'], adjustment: '同意' });
    await sheet.press('选择院校（平行志愿2 院校代号）');
    const query = await arriveAt(PlanQueryPage, screen);
    await query.find('1195');
    expect(await query.listInstitutions()).toEqual(['1195']);
    await screen.inspect();
    await query.pick('10');
    sheet = await arriveAt(DraftSheetPage, screen);
    expect(await screen.page.evaluate('document.activeElement.id')).toBe('parallel-2-institution');
    expect(await sheet.value('平行志愿1', '专业2')).toBe('10');
    expect(await sheet.adjustment('平行志愿1', '同意').isChecked()).toBe(true);
    expect(await sheet.value('平行志愿2', '专业1')).toBe('10');
    await sheet.fill('平行志愿2', { adjustment: '不同意' });
    // Without a script the buttons have a page of their own.
    if (!stage.javaScript) await sheet.press('调整志愿顺序');
    await sheet.press('平行志愿2上移');
    expect(await sheet.value('平行志愿1', '院校代号')).toBe('1195');
    expect(await sheet.value('平行志愿2', '专业2')).toBe('10');
    if (stage.javaScript) {
      await sheet.drag('平行志愿2', '平行志愿1');
      expect(await sheet.value('平行志愿1', '专业2')).toBe('10');
      expect(await sheet.value('平行志愿2', '院校代号')).toBe('1195');
      await sheet.drag('平行志愿1', '平行志愿2');
      expect(await sheet.value('平行志愿1', '院校代号')).toBe('1195');
    }
    await sheet.press('检查并存入草表');
    sheet = await arriveAt(DraftSheetPage, screen);
    expect(await sheet.read()).toContain('检查通过，草表已存好');
    await sheet.go('打印草表');
    const paper = await arriveAt(DraftSheetPrintPage, screen);
    expect(await paper.read()).toMatch(
      /不是保存的志愿，不具有效力.*平行志愿1 \[1195\]浙江大学.*专业2 \[10\]化学工程与工艺/,
    );
    await paper.go('返回');

    app.clock.advance(10 * MINUTE);
    home = await goHome(sheet);
    await acceptNotice(home, BATCH);
    let form = await arriveAt(FormPage, screen);
    await form.press('把草表带入填报页面');
    form = await arriveAt(FormPage, screen);
    expect(await form.read()).toContain('还没有保存志愿');
    const browse = await save(form);
    expect(await browse.readSlot('平行志愿1')).toContain('专业1 [10]网络工程');
    expect(await browse.readSlot('平行志愿2')).toContain('专业2 [10]化学工程与工艺');
  });

  it.each([
    ['below the line', '21410104151009', '您的成绩没有达到理科征集线498分，不能填报'],
    ['already admitted', '21410101111002', '您的档案不是自由可投状态，不能填报征集志愿'],
  ])('is refused to whoever is %s, who is told why', async (_, candidateNumber, reason) => {
    const screen = await stage.openScreen();
    const home = await signIn(screen, candidateNumber);
    expect(await home.readState(BATCH)).toBe(`不具填报资格 ${reason}`);
    expect(await home.listActions(BATCH)).toEqual([]);
    await screen.visit('/batches/supplementary-undergraduate-1/notice');
    expect(await (await arriveAt(RefusalPage, screen)).read()).toContain('不具备该批次的填报资格');
  });
});
