import { BrowsePage } from '../pages/browse-page';
import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import { HomePage } from '../pages/home-page';
import { NoticePage } from '../pages/notice-page';
import { SignInPage } from '../pages/sign-in-page';
import { demoPassword } from '../support/test-client';
import { describeLongJourney, describeScriptedJourney } from './journey';
import { openForm, signIn } from './steps';
import { readFocus, tabTo } from './tab-to';

describeLongJourney('a save by keyboard alone', (stage) => {
  it('takes Tab, Enter, Space and the codes', async () => {
    const screen = await stage.openScreen();
    const { page } = screen;
    await screen.visit('/');
    await arriveAt(SignInPage, screen);
    await tabTo(page, '考生号：');
    await page.keyboard.type('21410101119001');
    await tabTo(page, '密码：');
    await page.keyboard.type(demoPassword);
    await screen.follow(() => page.keyboard.press('Enter'));

    await arriveAt(HomePage, screen);
    await tabTo(page, '填报提前批其他');
    await screen.follow(() => page.keyboard.press('Enter'));
    await arriveAt(NoticePage, screen);
    await tabTo(page, '同意');
    await screen.follow(() => page.keyboard.press('Space'));

    await arriveAt(FormPage, screen);
    expect(await readFocus(page)).toBe('院校代号：');
    await page.keyboard.type('0001');
    // A full code goes on by itself, Enter with or without a script; Enter ends the majors.
    if (!stage.javaScript) await screen.follow(() => page.keyboard.press('Enter'));
    expect(await readFocus(page)).toBe('专业1：');
    await page.keyboard.type('16');
    if (stage.javaScript) await page.keyboard.press('Enter');
    else await tabTo(page, '同意');
    expect(await readFocus(page)).toBe('同意');
    await page.keyboard.press('Space');
    await tabTo(page, '保存志愿');
    await screen.follow(() => page.keyboard.press('Enter'));
    const browse = await arriveAt(BrowsePage, screen);
    expect(await browse.readSlot('第一志愿')).toContain('专业1 [16]马克思主义理论');
    await tabTo(page, '返回首页');
    await screen.follow(() => page.keyboard.press('Enter'));
    await arriveAt(HomePage, screen);
  });

  it('skips the menu, and a refused form stands at its summary, which leads to each field', async () => {
    const screen = await stage.openScreen();
    const { page } = screen;
    await screen.visit('/sign-in');
    await page.keyboard.press('Tab');
    expect(await readFocus(page)).toBe('跳到主要内容');
    await page.keyboard.press('Enter');
    await tabTo(page, '考生号：');
    await page.keyboard.type('21410101111002');
    await tabTo(page, '密码：');
    await page.keyboard.type(demoPassword);
    await screen.follow(() => page.keyboard.press('Enter'));
    await screen.visit('/batches/early-other/notice');
    await (await arriveAt(NoticePage, screen)).press('同意');
    const form = await arriveAt(FormPage, screen);
    await form.press('检查');
    await arriveAt(FormPage, screen);
    if (stage.javaScript) {
      const focused = 'document.activeElement.id';
      expect(await page.evaluate(focused)).toBe('summary');
    }
  });
});

describeScriptedJourney('nine choices of five majors', (stage) => {
  /** Nine institutions of 本科二批 with five rows each that anybody may file. */
  async function findLines(): Promise<string[]> {
    const { rows } = await stage.app().database.knex.raw(
      `select institution_code as code, (array_agg(major_code order by major_code))[1:5] as majors
         from plan_entries
        where batch_code = 'undergraduate-2' and '5' = any(tracks) and audience = '' and category = ''
          and plan_type = 'ordinary' and restrictions::text = '[]'
        group by 1 having count(*) >= 5 order by 1 limit 9`,
    );
    return rows.map(({ code, majors }: { code: string; majors: string[] }) => [code, ...majors].join(' '));
  }

  async function open() {
    await stage.app().database.knex('application_drafts').delete();
    const screen = await stage.openScreen();
    const form = await openForm(await signIn(screen, '21410101151001'), '本科二批');
    let keys = 0;
    let loads = 0;
    screen.page.on('framenavigated', () => {
      loads += 1;
    });
    const press = async (key: string) => {
      keys += 1;
      await screen.page.keyboard.press(key);
    };
    return { screen, form, press, count: () => ({ keys, clicks: 0, loads }) };
  }

  it('are typed with 150 keys and no click, and never reload the page', async () => {
    const { screen, form, press, count } = await open();
    for (const line of await findLines()) {
      for (const key of line.replaceAll(' ', '')) await press(key);
      await press('Space');
      await press('Enter');
    }
    const counted = count();
    process.stdout.write(`9 × 5 typed: ${JSON.stringify(counted)}\n`);
    expect(counted.keys).toBeLessThanOrEqual(150);
    expect(counted.loads).toBe(0);
    // Behind the last code a digit goes nowhere, and is told.
    await screen.page.locator('#check').focus();
    await press('5');
    expect(await screen.page.locator('.bar .fell-away').innerText()).toMatch(/^刚才键入的“5”没有填入/);
    await form.adjustment('平行志愿9', '同意').focus();
    await press('7');
    const told = '刚才键入的“7”没有填入：这里是专业调剂，请按空格键或方向键选择，再按回车键到下一栏。';
    expect(await screen.page.locator('.adjustment .fell-away').innerText()).toBe(told);
    expect(await form.readAnnouncement()).toBe(told);
    expect(await screen.page.locator('.bar .fell-away').isVisible()).toBe(false);
    await screen.inspect();
    await press('Tab');
    expect(await screen.page.locator('.adjustment .fell-away').isVisible()).toBe(false);
    expect(await form.value('平行志愿9', '专业5')).toMatch(/^[0-9A-Z]{2}$/);
    expect(await form.adjustment('平行志愿9', '同意').isChecked()).toBe(true);
    await form.press('检查');
    const checked = await arriveAt(FormPage, screen);
    expect(await checked.listFaults()).toEqual([]);
    // Opened again it stands in its first code, selected: what is typed takes the place of what stood there.
    await screen.visit(new URL(screen.page.url()).pathname.replace(/[^/]+$/, 'form'));
    await screen.page.locator('input[autofocus]:focus').waitFor();
    for (const key of '0001') await press(key);
    expect(await checked.value('平行志愿1', '院校代号')).toBe('0001');
  });

  it('are pasted with fewer than 20 keys, after a look, and a line goes into its choice at once', async () => {
    const { screen, press, count, form } = await open();
    const { page } = screen;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copy = (text: string) =>
      page.evaluate<undefined>(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    const lines = await findLines();
    await copy(`${lines[0]} 同意`);
    await press('Control+v');
    expect(await form.value('平行志愿1', '专业5')).toMatch(/^[0-9A-Z]{2}$/);
    expect(await readFocus(page)).toBe('院校代号：');
    await copy(
      `院校\t专业\n${lines
        .toReversed()
        .map((line) => `${line.replaceAll(' ', '\t')}\t同意`)
        .join('\n')}`,
    );
    await page.locator('#parallel-1-institution').focus();
    await screen.follow(() => press('Control+v'));
    expect(await page.locator('main').innerText()).toContain('将代替现在填写的');
    await screen.inspect();
    await screen.follow(() => press('Enter'));
    const counted = count();
    process.stdout.write(`9 × 5 pasted: ${JSON.stringify(counted)}\n`);
    expect(counted.keys).toBeLessThan(20);
    const filled = await arriveAt(FormPage, screen);
    await filled.press('检查');
    expect(await (await arriveAt(FormPage, screen)).listFaults()).toEqual([]);
  });
});
