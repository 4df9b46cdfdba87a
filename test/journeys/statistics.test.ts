import { arriveAt } from '../pages/candidate-page';
import { FactsPage } from '../pages/facts-page';
import { SegmentsPage } from '../pages/segments-page';
import { StatisticsPage } from '../pages/statistics-page';
import { describeJourneyOfLongRun, describeLongJourney } from './journey';
import { signIn } from './steps';

describeLongJourney('往年录取统计', (stage) => {
  it('is refused without 动态密码, with the way to bind it', async () => {
    const screen = await stage.openScreen();
    const home = await signIn(screen, '21410101151001');
    await home.choose('信息中心');
    const page = await arriveAt(StatisticsPage, screen);
    expect(await page.read()).toContain('安全风险提示：考生【周行远】，您尚未进行动态密码绑定');
    expect(await page.read()).not.toContain('院校名称');
    await page.go('绑定');
    expect(new URL(screen.page.url()).pathname).toBe('/dynamic-password');
  });

  it('is searched, chosen from, filtered and drawn', async () => {
    const screen = await stage.openScreen();
    const home = await signIn(screen, '21410101151003');
    await home.choose('信息中心');
    let page = await arriveAt(StatisticsPage, screen);
    expect(await page.read()).toContain('以下统计数据均为虚构');
    await page.search('郑州大');
    page = await arriveAt(StatisticsPage, screen);
    await page.go('[6000]郑州大学');
    page = await arriveAt(StatisticsPage, screen);
    expect(await page.listCharts()).toEqual([
      '本科第一批 理科综合：录取分数',
      '本科第一批 理科综合：录取位次',
    ]);
    expect(await page.read()).toContain('552分');
    expect(await page.listRows()).toEqual([
      expect.stringMatching(/^本科第一批 理科综合 2018( [\d.]+){8}$/),
      expect.stringMatching(/^本科第一批 理科综合 2019( [\d.]+){8}$/),
      expect.stringMatching(/^本科第一批 理科综合 2020( [\d.]+){8}$/),
    ]);
    await page.filter('科类', '文科综合');
    page = await arriveAt(StatisticsPage, screen);
    await page.filter('年度', '2020');
    page = await arriveAt(StatisticsPage, screen);
    expect(await page.listRows()).toEqual([expect.stringMatching(/^本科第一批 文科综合 2020 /)]);
    expect(await page.read()).not.toContain('552分');
    await page.search('没有这所大学');
    page = await arriveAt(StatisticsPage, screen);
    expect(await page.read()).toContain('没有找到名称或代号为“没有这所大学”的院校');
    await page.choose('评价信息');
    expect(await (await arriveAt(FactsPage, screen)).readHeading()).toBe('评价信息');
  });
});

describeJourneyOfLongRun('往年录取统计 and 一分一段', (stage) => {
  it('stands beside 一分一段, with one own score and those of the same rank', async () => {
    const screen = await stage.openScreen({ width: 360, height: 640 });
    const home = await signIn(screen, '21410101151003');
    await home.choose('信息中心');
    await (await arriveAt(StatisticsPage, screen)).choose('一分一段表');
    let page = await arriveAt(SegmentsPage, screen);
    expect(await page.read()).toContain('我的成绩552分：位次');
    expect(await page.readCurve()).toContain('我的成绩552分');
    await page.ask({ year: '2019', score: '60O' });
    page = await arriveAt(SegmentsPage, screen);
    expect(await page.read()).toContain('分数应当是0到900的数');
    await page.ask({ score: '600' });
    page = await arriveAt(SegmentsPage, screen);
    expect(await page.read()).toMatch(/2019年 理科综合 600分：位次\d+至\d+。 各年相同位次的分数/);
    expect(await page.readCurve()).not.toContain('我的成绩');
  });

  it('folds to 320 pixels', async () => {
    const screen = await stage.openScreen({ width: 320, height: 640 });
    await signIn(screen, '21410101151003');
    await screen.visit('/statistics?institution=1420');
    const page = await arriveAt(StatisticsPage, screen);
    expect(await page.listCharts()).toHaveLength(2);
  });
});
