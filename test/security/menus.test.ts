import { type OfficerRole, officerRoles } from '../../src/domain/officers/officer';
import { people, signIn } from '../candidate/filing/filing';
import { signInAccount } from '../support/accounts';
import { type DemoOfficerName, signInOfficer } from '../support/officers';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient } from '../support/test-client';

/** What each menu has, in its order. */
const candidateMenu: readonly (readonly [label: string, path: string])[] = [
  ['首页', '/'],
  ['个人中心', '/qualifications'],
  ['系统信息', '/security'],
  ['信息中心', '/statistics'],
  ['收件箱', '/mails/personal'],
  ['招生计划', '/plans'],
  ['志愿草表', '/draft-sheets'],
  ['我的保存记录', '/versions'],
  ['填报指南', '/guide'],
  ['微信公众号', '/wechat'],
];
const visitorMenu = [
  ['首页', '/sign-in'],
  ['填报指南', '/guide'],
  ['忘记考生号', '/forgotten-number'],
  ['忘记密码', '/password-reset'],
];
/** Groups of entries by their names; what has too few for groups stands in one line. */
const byGroups = (rules: readonly string[], desk: Readonly<Record<string, readonly string[]>> = {}) => ({
  填报管理: ['填报时间', '填报进度', '通知', '应急开关', '登录排队', '运行情况'],
  规则和计划: rules,
  志愿材料: ['证据材料', '志愿恢复', '志愿导出'],
  ...desk,
  人员和记录: ['工作人员', '操作记录'],
});
const county = ['考生服务', '纸质志愿录入', '打印归档', '登记盖章归档', '首次登录通知单'];
const inOneLine = (...labels: readonly string[]) => Object.fromEntries(labels.map((label) => [label, null]));
const officeMenus: Readonly<Record<OfficerRole, Readonly<Record<string, readonly string[] | null>>>> = {
  school: inOneLine('填报进度'),
  county: inOneLine('填报时间', '填报进度', '证据材料', ...county),
  city: inOneLine('填报时间', '填报进度', '柜台码审批'),
  province: byGroups(['规则包', '招生计划', '征集', '数据导入'], { 考生和归档: ['柜台码审批'] }),
  auditor: byGroups(['规则包', '招生计划', '征集']),
  reviewer: inOneLine('身份核验审核'),
};
const accountMenus = {
  lumingqi: ['个人信息', '账号管理', '登录绑定', '已授权平台', '登录设备', '登录记录', '同学协助', '收件箱'],
  qinzhiyuan: ['个人信息', '解决办法', '证件重复-客服审核', '注销账号'],
};

describe('the menus', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  /** The menu of a page, and which entry of it is current. */
  async function readMenu(client: TestClient, path: string) {
    const { html, status } = await client.get(path);
    const menu = /<nav class="menu"[\s\S]*?<\/nav>/.exec(html)?.[0] ?? '';
    const links = [...menu.matchAll(/<a href="([^"]+)"(?: aria-current="(page|true)")?>([^<]+)<\/a>/g)];
    const listMarked = (mark: string) =>
      links.filter(([, , each]) => each === mark).map(([, , , label]) => label);
    return {
      status,
      group: listMarked('true'),
      entries: links.map(([, to = '', , label = '']) => [label, to]),
      current: listMarked('page'),
    };
  }

  it('of a candidate lead to their pages, and are current there and on what belongs to them', async () => {
    const client = await signIn(app, people.pilot);
    // A page that is not open to this candidate now says so with 403, and has the menu all the same.
    for (const [label, path] of candidateMenu)
      expect(await readMenu(client, path)).toMatchObject({ entries: candidateMenu, current: [label] });
    const belonging = [
      ['/scores', '个人中心'],
      ['/password', '系统信息'],
      ['/phone', '系统信息'],
      ['/account-link', '系统信息'],
      ['/evaluations', '信息中心'],
      ['/mails/public', '收件箱'],
      ['/mails/0', '收件箱'],
      ['/draft-sheets/early-other', '志愿草表'],
      ['/guide/rules', '填报指南'],
    ];
    for (const [path = '', label] of belonging)
      expect([path, (await readMenu(client, path)).current]).toEqual([path, [label]]);
    expect((await readMenu(client, '/batches/early-other/notice')).current).toEqual([]);
  });

  it('of a visitor too', async () => {
    const client = createTestClient(app.url);
    for (const [label = '', path = ''] of visitorMenu)
      expect(await readMenu(client, path)).toMatchObject({ entries: visitorMenu, current: [label] });
  });

  it.each(officerRoles)('of %s have the pages of that role alone', async (role) => {
    const client = await signInOfficer(app, `${role}-1` as DemoOfficerName);
    const { entries } = await readMenu(client, '/office');
    const expected = officeMenus[role];
    expect(entries.map(([label]) => label)).toEqual(['首页', ...Object.keys(expected), '修改密码']);
    for (const [label = '', path = ''] of entries) {
      const page = await readMenu(client, path);
      const group = expected[label] ?? null;
      if (group === null) {
        expect([path, page]).toEqual([path, { status: 200, entries, group: [], current: [label] }]);
        continue;
      }
      // A group leads to its first page, and each of its pages has them all beneath the line.
      const { entries: all } = page;
      expect(all.map(([each]) => each)).toEqual([...entries.map(([each]) => each), ...group]);
      for (const [each, to = ''] of all.slice(entries.length))
        expect([to, await readMenu(client, to)]).toEqual([
          to,
          { status: 200, entries: all, group: [label], current: [each] },
        ]);
    }
  });

  it.each(Object.entries(accountMenus))(
    'of the account %s have what its state allows',
    async (name, labels) => {
      const client = await signInAccount(app, name);
      const { entries } = await readMenu(client, '/account');
      expect(entries.map(([label]) => label)).toEqual(labels);
      for (const [label, path = ''] of entries) {
        const { status, current } = await readMenu(client, path);
        expect([path, status, current]).toEqual([path, 200, [label]]);
      }
    },
  );
});
