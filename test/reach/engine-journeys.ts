import { refreshOfficerTotp } from '../support/officers';
import type { TestApp } from '../support/test-app';
import { demoPassword } from '../support/test-client';
import type { EngineWindow } from './engine-window';

/** A whole story at one window; it throws where a page is not what it should be. */
interface EngineJourney {
  readonly name: string;
  play(parts: { window: EngineWindow; app: TestApp; javaScript: boolean }): Promise<void>;
}

/** Whoever files with JavaScript, and without; each engine has an application of its own. */
const filers = { true: '21410101119001', false: '21410101151001' } as const;

async function expectWords(window: EngineWindow, ...words: readonly string[]): Promise<void> {
  const { text, path } = await window.look();
  const missing = words.filter((one) => !text.includes(one));
  if (missing.length > 0) throw new Error(`${path} does not say ${missing.join(', ')}:\n${text}`);
}

/** Sign-in, the form with typed codes, the red sentence, a look-up, save, 浏览, the print view, the hour's refusal. */
const filing: EngineJourney = {
  name: '登录、填报、红色提示、查代码、保存、浏览、打印、一小时内不能修改',
  async play({ window, javaScript }) {
    await window.visit('/sign-in');
    await window.type('[name=candidateNumber]', filers[`${javaScript}`]);
    await window.type('[name=password]', demoPassword);
    await window.press('登录');
    await expectWords(window, '提前批其他');
    await window.visit('/batches/early-other/notice');
    await window.press('同意');
    await window.type('#first-1-institution', '0001');
    await window.type('#first-1-major-1', '99');
    if (!javaScript) await window.press('#check');
    await window.waitFor('此专业不存在');
    await window.type('#first-1-major-1', '16');
    if (!javaScript) await window.press('#check');
    await window.waitFor('马克思主义理论');
    await window.click('input[name=first-1-adjustment][value=agree]');
    await window.press('保存志愿');
    await expectWords(window, '马克思主义理论', '暂无法修改', '校验值');
    await window.press('打印');
    await expectWords(window, '0001', '马克思主义理论');
    const refused = await window.visit('/batches/early-other/form');
    if (refused.text.includes('第一志愿')) throw new Error('the form opens within the hour');
    await expectWords(window, '未满1小时');
    await window.press('退出');
  },
};

/** A wrong password, the right one, the centre's pages, and out. */
const account: EngineJourney = {
  name: '学信网账号：登录错误、登录、账号管理、登录设备、收件箱、退出',
  async play({ window }) {
    const signIn = async (password: string) => {
      await window.type('#name', 'lumingqi');
      await window.type('#password', password);
      await window.press('登录');
    };
    await window.visit('/account/sign-in');
    await signIn('Wrong#2021');
    await expectWords(window, '错误');
    await signIn(demoPassword);
    await expectWords(window, '陆明琪');
    for (const page of ['账号管理', '登录设备', '收件箱']) await window.press(page);
    await window.press('退出');
    await expectWords(window, '登录');
  },
};

/** An officer of a county: a candidate is looked for and opened with a reason, the board, and out. */
const office: EngineJourney = {
  name: '工作平台：登录、查找考生、打开档案、填报进度、退出',
  async play({ window, app, javaScript }) {
    // A record that was opened needs no reason for half an hour: each opens another's.
    const [number, person] = javaScript ? ['21410101151003', '李思禾'] : ['21410101151001', '周行远'];
    await window.visit('/office/sign-in');
    await window.type('[name=signInName]', 'county-1');
    await window.type('[name=password]', demoPassword);
    await window.type('[name=totp]', await refreshOfficerTotp(app, 'county-1'));
    await window.press('登录');
    await window.press('考生服务');
    await window.type('[name=candidateNumber]', number);
    await window.press('查找');
    await window.press('打开档案');
    await window.choose('[name=reasonCode]', 'inPerson');
    await window.press('打开');
    await expectWords(window, person);
    await window.press('填报进度');
    await window.press('退出');
  },
};

export const engineJourneys: readonly EngineJourney[] = [filing, account, office];
