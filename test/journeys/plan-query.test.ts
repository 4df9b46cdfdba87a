import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import { CataloguePage, PlanQueryPage, ReplacePage } from '../pages/plan-query-page';
import { describeJourneyOfLongRun, describeLongJourney, describeScriptedJourney } from './journey';
import { openForm, save, signIn } from './steps';
import { readFocus, tabTo } from './tab-to';

const VOCATIONAL = '21410103140007';
const UPGRADE = '21410104120008';

describeLongJourney('专升本 by 计划查询', (stage) => {
  it('takes typed and chosen institutions side by side', async () => {
    const screen = await stage.openScreen();
    const form = await openForm(await signIn(screen, UPGRADE), '专升本');
    await form.fill('平行志愿1', { institution: '6041' });
    await form.fill('平行志愿3', { institution: 'abc' });
    await form.press('选择院校（平行志愿2 院校代号）');
    const query = await arriveAt(PlanQueryPage, screen);
    await query.find('hnmyjjxy');
    await screen.inspect();
    expect(await query.listInstitutions()).toEqual(['6044', '6046']);
    await query.pick('6046');
    const back = await arriveAt(FormPage, screen);
    expect(await readFocus(screen.page)).toBe('院校代号：');
    expect(await screen.page.evaluate('document.activeElement.id')).toBe('parallel-2-institution');
    expect(await back.readHint('平行志愿2', '院校代号')).toContain('河南牧业经济学院(专升本)');
    expect(await back.value('平行志愿1', '院校代号')).toBe('6041');
    expect(await back.value('平行志愿3', '院校代号')).toBe('abc');
    await back.fill('平行志愿3', { institution: '' });
    const browse = await save(back);
    expect(await browse.readSlot('平行志愿1')).toEqual(['院校 [6041]许昌学院(专升本)']);
    expect(await browse.readSlot('平行志愿2')).toEqual(['院校 [6046]河南牧业经济学院(专升本)']);
  });
});

describeLongJourney('对口 by 计划查询 and keyboard alone', (stage) => {
  it('takes Tab, Enter, Space and first letters of pinyin', async () => {
    const screen = await stage.openScreen();
    const { page } = screen;
    await openForm(await signIn(screen, VOCATIONAL), '对口生本科');
    /** The button stands out of the way of Tab where a script runs: F2 in the field presses it. */
    const openQuery = async (query: string, slot: string, label: string) => {
      if (stage.javaScript) {
        await (await arriveAt(FormPage, screen)).field(slot, label).focus();
        await screen.follow(() => page.keyboard.press('F2'));
        return;
      }
      await tabTo(page, `${query}（${slot} ${label}）`);
      await screen.follow(() => page.keyboard.press('Enter'));
    };

    await openQuery('选择院校', '平行志愿1', '院校代号');
    const query = await arriveAt(PlanQueryPage, screen);
    expect(await readFocus(page)).toBe('院校名称：');
    await page.keyboard.type('hndx');
    if (stage.javaScript) await page.getByText('共找到 1 所院校').waitFor();
    else await screen.follow(() => page.keyboard.press('Enter'));
    expect(await query.listInstitutions()).toEqual(['6005']);
    await tabTo(page, '选择[08]计算机科学与技术（河南大学）');
    await screen.follow(() => page.keyboard.press('Enter'));

    await arriveAt(FormPage, screen);
    expect(await readFocus(page)).toBe('院校代号：');
    await openQuery('选择专业', '平行志愿1', '专业2');
    await arriveAt(PlanQueryPage, screen);
    expect(await readFocus(page)).toBe('专业名称：');
    await tabTo(page, '选择[0A]物联网工程（河南大学）');
    await screen.follow(() => page.keyboard.press('Space'));

    await arriveAt(FormPage, screen);
    expect(await readFocus(page)).toBe('专业2：');
    await tabTo(page, '同意');
    await page.keyboard.press('Space');
    await openQuery('选择院校', '平行志愿2', '院校代号');
    await arriveAt(PlanQueryPage, screen);
    await tabTo(page, '+[6025]河南科技学院');
    if (stage.javaScript) {
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: '选择[10]' }).waitFor();
      expect(await readFocus(page)).toBe('−[6025]河南科技学院');
    } else await screen.follow(() => page.keyboard.press('Enter'));
    await screen.inspect();
    await tabTo(
      page,
      (await page.getByRole('button', { name: '选择[10]' }).getAttribute('aria-label')) ?? '',
    );
    await screen.follow(() => page.keyboard.press('Enter'));

    const form = await arriveAt(FormPage, screen);
    await form.adjustment('平行志愿2', '不同意').focus();
    await page.keyboard.press('Space');
    await tabTo(page, '保存志愿');
    await screen.follow(() => page.keyboard.press('Enter'));
    await page.getByRole('heading', { level: 1, name: /志愿浏览$/ }).waitFor();
    const text = await page.getByRole('main').innerText();
    for (const line of ['[6005]河南大学', '[08]计算机科学与技术', '[0A]物联网工程', '[6025]河南科技学院'])
      expect(text).toContain(line);
  });
});

describeJourneyOfLongRun('the pages of 计划查询', (stage) => {
  it('turn, open, close, and stay small', async () => {
    const screen = await stage.openScreen({ width: 320, height: 700 });
    const form = await openForm(await signIn(screen, VOCATIONAL), '对口生本科');
    await form.press('选择院校（平行志愿1 院校代号）');
    const query = await arriveAt(PlanQueryPage, screen);
    const first = await query.listInstitutions();
    expect(await query.listMajors()).toEqual([]);
    await query.toggle('[6025]河南科技学院');
    await query.toggle('[6035]洛阳师范学院');
    expect(await query.listMajors()).toHaveLength(12);
    await screen.inspect();
    await query.toggle('[6025]河南科技学院');
    expect(await query.listMajors()).toHaveLength(6);
    await query.follow('下一页');
    expect([...first, ...(await query.listInstitutions())]).toHaveLength(23);
    await query.follow('上一页');
    expect(await query.listInstitutions()).toEqual(first);
    await query.jump('99');
    const last = await arriveAt(PlanQueryPage, screen);
    expect(await last.listInstitutions()).toHaveLength(3);
    await last.find('没有这所院校');
    await screen.inspect();
    expect(await last.read()).toContain('没有找到');
  });

  it('ask before another institution takes the place of one with majors', async () => {
    const screen = await stage.openScreen();
    const form = await openForm(await signIn(screen, VOCATIONAL), '对口生本科');
    await form.fill('平行志愿1', { institution: '6005', majors: ['08'], adjustment: '同意' });
    await form.press('选择院校（平行志愿1 院校代号）');
    await (await arriveAt(PlanQueryPage, screen)).pick('6025');
    const replace = await arriveAt(ReplacePage, screen);
    expect(await replace.read()).toContain('[6005]河南大学');
    await replace.press('更换，并清除原来的专业');
    const back = await arriveAt(FormPage, screen);
    expect(await back.value('平行志愿1', '院校代号')).toBe('6025');
    expect(await back.value('平行志愿1', '专业1')).toBe('');
    expect(await back.adjustment('平行志愿1', '同意').isChecked()).toBe(true);
  });
});

describeScriptedJourney('a double click in 计划查询', (stage) => {
  it('chooses a row, and the address keeps what is shown', async () => {
    const screen = await stage.openScreen();
    const form = await openForm(await signIn(screen, VOCATIONAL), '对口生本科');
    await form.press('选择院校（平行志愿1 院校代号）');
    const query = await arriveAt(PlanQueryPage, screen);
    await query.find('河南大学');
    expect(screen.page.url()).toContain('institution=%E6%B2%B3%E5%8D%97%E5%A4%A7%E5%AD%A6');
    await screen.page.reload();
    const again = await arriveAt(PlanQueryPage, screen);
    expect(await again.listInstitutions()).toEqual(['6005']);
    await screen.follow(() => again.row('[09]').getByRole('rowheader').dblclick());
    const back = await arriveAt(FormPage, screen);
    expect(await back.value('平行志愿1', '专业1')).toBe('09');
  });
});

describeLongJourney('招生计划 outside the form', (stage) => {
  const sizes = [
    ['320', { width: 320, height: 700 }],
    ['1024', { width: 1024, height: 768 }],
  ] as const;
  it.each(process.env.LONG === undefined ? sizes.slice(0, 1) : sizes)(
    'tells what may not be chosen and why, at %s pixels',
    async (_, viewport) => {
      const screen = await stage.openScreen(viewport);
      const home = await signIn(screen, '21410101151001');
      await home.choose('招生计划');
      const plans = await arriveAt(CataloguePage, screen);
      await plans.chooseBatch('提前批公安及国家专项公安计划');
      await plans.follow('展开本页专业');
      await arriveAt(CataloguePage, screen);
      expect(await plans.read()).toContain('您不能选择：该专业只招女生');
      await plans.chooseBatch('对口生本科（不具填报资格）');
      await arriveAt(CataloguePage, screen);
      expect(await plans.read()).toContain('您不能填报【对口生本科】：此批次只对对口类考生开放。');
    },
  );
});
