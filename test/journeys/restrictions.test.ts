import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import { describeLongJourney } from './journey';
import { openForm, signIn } from './steps';

describeLongJourney('what the plan asks of a person', (stage) => {
  it('refuses a woman at a major for men', async () => {
    const screen = await stage.openScreen();
    let form = await openForm(await signIn(screen, '21410101119001'), '提前批其他');
    await form.fill('第一志愿', { institution: '1285', majors: ['25', '24'], adjustment: '同意' });
    await form.press('保存志愿');
    form = await arriveAt(FormPage, screen);
    expect(await form.listFaults()).toEqual(['第一志愿 专业2：该专业只招男生！']);
    expect(await form.readHint('第一志愿', '专业1')).toBe(
      '航海技术(女生)\n5000元/年；色盲、色弱者不宜报考；身高低于158厘米者不宜报考',
    );
    expect(await form.readHint('第一志愿', '专业2')).toContain('✕ 航海技术 该专业只招男生！');
  });

  it('refuses a man born in 1997 at 公安', async () => {
    const screen = await stage.openScreen();
    let form = await openForm(await signIn(screen, '21410104151010'), '提前批公安及国家专项公安计划');
    await form.fill('第一志愿', { institution: '3945', majors: ['0G'], adjustment: '不同意' });
    await form.press('检查');
    form = await arriveAt(FormPage, screen);
    expect(await form.listFaults()).toEqual([
      '第一志愿 专业1：该专业只招1999年9月1日至2005年8月31日出生的考生！',
    ]);
  });

  it('refuses the third school of last year’s defaulter, and nothing else of the list', async () => {
    const screen = await stage.openScreen();
    let form = await openForm(await signIn(screen, '21410104151009'), '本科一批');
    for (const [slot, institution, major] of [
      ['平行志愿1', '1100', '23'],
      ['平行志愿2', '1105', '16'],
      ['平行志愿3', '1110', '19'],
    ] as const) {
      await form.fill(slot, { institution, majors: [major], adjustment: '同意' });
    }
    await form.press('检查');
    form = await arriveAt(FormPage, screen);
    expect(await form.listFaults()).toEqual([
      '平行志愿3 院校代号：您上年度录取后未履行志愿约定，在实行平行志愿的批次最多填报2所院校，请清空多出的志愿！',
    ]);
    await form.fill('平行志愿3', { institution: '', majors: [''] });
    await form.press('检查');
    form = await arriveAt(FormPage, screen);
    expect(await form.read()).toContain('检查通过，没有发现错误。志愿还没有保存');
  });
});
