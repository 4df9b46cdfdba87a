import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import { OverwritePage } from '../pages/overwrite-page';
import { MINUTE } from '../support/test-clock';
import { describeLongJourney } from './journey';
import { acceptNotice, goHome, openForm, save, saveAndConfirm, signIn } from './steps';

describeLongJourney('an artist of both kinds', (stage) => {
  it('files A段 美术, then 非美术 over it', async () => {
    const screen = await stage.openScreen();
    let home = await signIn(screen, '21410102117011');
    let form = await openForm(home, '艺术本科A段(美术和书法类)');
    await form.fill('平行志愿1', { institution: '1105', majors: ['03'] });
    await form.fill('平行志愿2', { institution: '1130', majors: ['05'] });
    const first = await save(form);
    expect(await first.readSlot('平行志愿1')).toEqual(['院校 [1105]北京大学', '专业 [03]绘画']);
    expect(await first.readSlot('平行志愿2')).toContain('专业 [05]动画');
    expect(await first.readSlot('平行志愿3')).toEqual(['未填报']);

    home = await goHome(first);
    const other = '艺术本科A段(非美术和书法类)';
    expect(await home.readState(other)).toMatch(/^已填报【艺术本科A段\(美术和书法类\)】，.* 后可改报$/);
    stage.app().clock.advance(61 * MINUTE);
    home = await goHome(home);
    await acceptNotice(home, other);
    await (await arriveAt(OverwritePage, screen)).press('是');
    form = await arriveAt(FormPage, screen);
    await form.fill('第一志愿', { institution: '1155', majors: ['23'], adjustment: '同意' });
    const second = await saveAndConfirm(form);
    expect(await second.readSlot('第一志愿')).toEqual([
      '院校 [1155]兰州大学',
      '专业 [23]播音与主持艺术',
      '专业调剂 同意',
    ]);
    home = await goHome(second);
    expect(await home.readState('艺术本科A段(美术和书法类)')).toMatch(
      /^已填报【艺术本科A段\(非美术和书法类\)】/,
    );
  });

  const rarely = process.env.LONG === undefined ? it.skip : it;
  rarely('files 提前批其他, then 艺术本科提前批 over it', async () => {
    const screen = await stage.openScreen();
    let home = await signIn(screen, '21410102117011');
    let form = await openForm(home, '提前批其他');
    await form.fill('第一志愿', { institution: '1435', majors: ['02'], adjustment: '同意' });
    const first = await save(form);

    stage.app().clock.advance(61 * MINUTE);
    home = await goHome(first);
    await acceptNotice(home, '艺术本科提前批');
    const question = await arriveAt(OverwritePage, screen);
    expect(await question.read()).toContain('将覆盖上次填报的【提前批其他】志愿，是否继续填报？');
    await question.press('是');
    form = await arriveAt(FormPage, screen);
    await form.fill('第一志愿', { institution: '9925', majors: ['20'], adjustment: '不同意' });
    const second = await saveAndConfirm(form);
    expect(await second.readSlot('第一志愿')).toContain('专业 [20]播音与主持艺术(双语播音)');
    home = await goHome(second);
    expect(await home.readState('提前批其他')).toMatch(/^已填报【艺术本科提前批】/);
    expect(await home.listActions('提前批其他')).toEqual([]);
  });
});
