import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import { HomePage } from '../pages/home-page';
import { LateSavePage } from '../pages/late-save-page';
import { TwoDraftsPage } from '../pages/two-drafts-page';
import { MINUTE } from '../support/test-clock';
import { describeLongJourney } from './journey';
import { goHome, openForm, save, signIn } from './steps';

describeLongJourney('one form in two windows', (stage) => {
  it('tells the window that is behind, shows both, and saves the one that is chosen', async () => {
    const first = await stage.openScreen();
    let form = await openForm(await signIn(first, '21410101119001'), '提前批其他');
    const second = await first.openWindow();
    await second.visit('/batches/early-other/form');
    let other = await arriveAt(FormPage, second);

    await other.fill('第一志愿', { institution: '0001', majors: ['16'], adjustment: '同意' });
    await other.press('检查');
    other = await arriveAt(FormPage, second);

    await form.fill('第一志愿', { institution: '0001', majors: ['27'], adjustment: '不同意' });
    if (stage.javaScript) {
      await form.draftStatus().getByText('没有存为草稿：您在另一个窗口填写了本批次更新的内容').waitFor();
    }
    await form.press('保存志愿');
    let both = await arriveAt(TwoDraftsPage, first);
    const [mine, theirs] = await both.readSides();
    expect(mine).toContain('27 新闻学');
    expect(theirs).toContain('16 马克思主义理论');

    await both.press('用本窗口的内容继续');
    form = await arriveAt(FormPage, first);
    expect(await form.value('第一志愿', '专业1')).toBe('27');

    // Now the other window is behind, and takes what stands here.
    await other.press('保存志愿');
    both = await arriveAt(TwoDraftsPage, second);
    await both.go('用另一个窗口的内容继续');
    other = await arriveAt(FormPage, second);
    expect(await other.value('第一志愿', '专业1')).toBe('27');
    const browse = await save(other);
    expect(await browse.readSlot('第一志愿')).toContain('专业1 [27]新闻学');

    // The first window presses after that save: nothing is saved, nothing is lost.
    await form.fill('第一志愿', { majors: ['31'] });
    await form.press('保存志愿');
    const late = await arriveAt(LateSavePage, first);
    expect(await late.read()).toContain('【提前批其他】志愿已在另一个窗口保存，本窗口的内容没有保存为志愿');
    expect(await late.read()).toContain('已存为草稿');
    await late.go('返回首页');
    const home = await arriveAt(HomePage, first);
    expect(await home.readState('提前批其他')).toMatch(/^已填报，第1次保存/);
    stage.app().clock.advance(61 * MINUTE);
    form = await openForm(await goHome(home), '提前批其他', '修改');
    expect(await form.value('第一志愿', '专业1')).toBe('31');
  });
});
