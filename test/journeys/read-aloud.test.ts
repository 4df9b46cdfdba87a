import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { BrowsePage } from '../pages/browse-page';
import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import { HomePage } from '../pages/home-page';
import { NoticePage } from '../pages/notice-page';
import { PrintPage } from '../pages/print-page';
import { SignInPage } from '../pages/sign-in-page';
import { demoPassword } from '../support/test-client';
import { openReader } from './accessibility-tree';
import { describeRareJourney } from './journey';

const kept = path.resolve(__dirname, '../../docs/read-aloud.zh-CN.txt');

describeRareJourney('a filing by the accessibility tree alone', (stage) => {
  it('is signed in, read, filled in, corrected, saved and looked at by what is said of each page', async () => {
    const screen = await stage.openScreen();
    const { page } = screen;
    const reader = await openReader(page);
    const pages: string[] = [];
    const listen = async (title: string) => {
      const lines = await reader.readAll();
      pages.push(`== ${title} ==\n${lines.join('\n')}\n`);
      return lines.join('\n');
    };
    const type = async (name: string, text: string, group?: string) => {
      await reader.goTo('textbox', name, group);
      await page.keyboard.type(text);
    };
    const press = async (role: string, name: string) => {
      await reader.goTo(role, name);
      await screen.follow(() => page.keyboard.press('Enter'));
    };

    await screen.visit('/');
    await arriveAt(SignInPage, screen);
    await listen('登录');
    await type('考生号：', '21410101119001');
    await type('密码：', demoPassword);
    await press('button', '登录');
    await arriveAt(HomePage, screen);
    await listen('首页');
    await press('link', '填报提前批其他');
    await arriveAt(NoticePage, screen);
    await listen('志愿填报须知');
    await press('button', '同意');

    await arriveAt(FormPage, screen);
    await listen('填报页面，打开时');
    await type('院校代号：', '0001', '第一志愿');
    await type('专业1：', '99', '第一志愿');
    await press('button', '检查');
    await arriveAt(FormPage, screen);
    const refused = await listen('填报页面，检查后有错误');
    expect(refused).toMatch(/编辑框，专业1：，99，内容无效.*说明：.*此专业不存在/);
    expect(refused).toContain('焦点在此');
    await reader.goTo('textbox', '专业1：', '第一志愿');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('16');
    await reader.goTo('radio', '同意', '第一志愿');
    await page.keyboard.press('Space');
    await listen('填报页面，改正后');
    await press('button', '保存志愿');
    const browse = await arriveAt(BrowsePage, screen);
    const saved = await listen('浏览，保存后');
    expect(saved).toContain('[16]马克思主义理论');
    expect(await browse.readSlot('第一志愿')).toContain('专业1 [16]马克思主义理论');
    await press('link', '打印');
    await arriveAt(PrintPage, screen);
    expect(await listen('志愿表')).toContain('0001');
    if (process.env.REACH !== undefined && stage.javaScript) writeFileSync(kept, compose(pages));
  });

  const compose = (pages: readonly string[]) => `一次完整填报中读屏软件读出的内容（按先后顺序）

由 LONG=1 REACH=1 npx jest test/journeys/read-aloud 写成：从浏览器交给读屏软件的无障碍树逐项读出，只凭其中的角色和名称操作，不看画面。
每行一项：角色，名称，内容，状态，说明。用全角逗号隔开。

${pages.join('\n')}`;
});
