import { arriveAt } from '../pages/candidate-page';
import { FactsPage } from '../pages/facts-page';
import { describeLongJourney } from './journey';
import { goHome, signIn } from './steps';

describeLongJourney('个人中心', (stage) => {
  it('shows what is known, from the boxes of the home page and from the menu', async () => {
    const screen = await stage.openScreen();
    const home = await signIn(screen, '21410101111002');
    await home.go('成绩查询');
    let page = await arriveAt(FactsPage, screen);
    expect(await page.readHeading()).toBe('成绩信息');
    expect(await page.read()).toContain('总分 581分');
    await (await goHome(page)).go('档案状态查询');
    page = await arriveAt(FactsPage, screen);
    expect(await page.read()).toContain('录取 已录取 [1420]陕西师范大学');
    await page.choose('个人中心');
    page = await arriveAt(FactsPage, screen);
    expect(await page.readHeading()).toBe('资格信息');
    expect(await page.read()).toContain('资格名单 国家专项、地方专项、高校专项');
    await screen.visit('/evaluations');
    page = await arriveAt(FactsPage, screen);
    expect(await page.read()).toContain('没有诚信记录。');
  });

  it('says what there is not, on a narrow screen too', async () => {
    const screen = await stage.openScreen({ width: 320, height: 640 });
    await signIn(screen, '21410104151010');
    for (const [path, words] of [
      ['/qualifications', '资格名单 无'],
      ['/scores', '总分 466分'],
      ['/file-states', '录取尚未开始，暂时没有档案状态。'],
      ['/evaluations', '没有考生评语。'],
    ] as const) {
      await screen.visit(path);
      expect(await (await arriveAt(FactsPage, screen)).read()).toContain(words);
    }
    await screen.visit('/');
  });
});
