import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { people, signIn } from '../candidate/filing/filing';
import { signInAccount } from '../support/accounts';
import { signInOfficer } from '../support/officers';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient } from '../support/test-client';
import { engineJourneys } from './engine-journeys';
import type { Seen } from './engine-window';
import { type Engine, engines, findProgramOf } from './engines';
import { type RunningEngine, startEngine } from './running-engine';

const long = process.env.LONG === '1' ? describe : describe.skip;

/** The main pages, by whose they are; the first of each are a visitor's. */
const pages = {
  candidate: [
    ['登录', '/sign-in'],
    ['填报指南', '/guide'],
    ['首页', '/'],
    ['个人中心', '/qualifications'],
    ['系统信息', '/security'],
    ['信息中心（未绑定安全措施）', '/statistics'],
    ['收件箱', '/mails/personal'],
    ['招生计划', '/plans'],
    ['志愿草表', '/draft-sheets'],
    ['填报须知', '/batches/early-other/notice'],
    ['填报页面', '/batches/early-other/form'],
    ['我的保存记录', '/versions'],
  ],
  account: [
    ['学信网账号：登录', '/account/sign-in'],
    ['个人信息', '/account'],
    ['账号管理', '/account/security'],
    ['登录设备', '/account/sessions'],
    ['收件箱', '/account/inbox'],
  ],
  office: [
    ['工作平台：登录', '/office/sign-in'],
    ['首页', '/office'],
    ['填报时间', '/office/windows'],
    ['填报进度', '/office/coverage'],
    ['招生计划', '/office/plans?institution=0001'],
    ['应急开关', '/office/switches'],
    ['运行情况', '/office/operations'],
    ['数据导入', '/office/imports'],
    ['操作记录', '/office/audit'],
  ],
} as const;
type Side = keyof typeof pages;

long('the main pages on real engines', () => {
  let app: TestApp;
  const clients = new Map<string, TestClient>();
  const rows = new Map<string, string[]>();
  const versions: string[] = [];

  beforeAll(async () => {
    app = await startTestApp();
    const candidate = await signIn(app, people.squad);
    await candidate.get('/batches/early-other/notice');
    await candidate.post('/batches/early-other/notice', {});
    clients.set('candidate', candidate);
    clients.set('account', await signInAccount(app, 'lumingqi'));
    clients.set('office', await signInOfficer(app, 'province-1'));
    clients.set('visitor', createTestClient(app.url));
  });
  afterAll(async () => {
    if (process.env.REACH !== undefined && versions.length === engines.length) writeTable();
    await app.close();
  });

  it.each(engines)(
    '$name shows each, with JavaScript and without: no error, no CSP report, in order',
    async (engine) => {
      const program = findProgramOf(engine);
      if (program === null) {
        process.stderr.write(`${engine.name} is left out: npm could not bring ${engine.packed}\n`);
        return;
      }
      const faults = await walk(engine, program);
      expect(faults).toEqual([]);
    },
    400_000,
  );

  async function walk(engine: Engine, program: string): Promise<string[]> {
    const running = await startEngine(program, engine.flags);
    try {
      versions.push(running.version);
      await expectFaultsAreSeen(running);
      const faults: string[] = [];
      for (const visit of listVisits()) faults.push(...(await look(running, visit)));
      faults.push(...(await playAll(running)));
      return faults;
    } finally {
      await running.stop();
    }
  }

  async function expectFaultsAreSeen(running: RunningEngine): Promise<void> {
    const window = await running.open({ url: app.url, javaScript: true });
    const broken = await window.visitPage('data:text/html,<main><h1>a</h1><script>nothing()</script>');
    window.close();
    expect(broken.faults).toHaveLength(1);
  }

  const listVisits = () =>
    (Object.keys(pages) as Side[]).flatMap((side) =>
      pages[side].flatMap(([name, address]) =>
        [true, false].map((javaScript) => ({ side, name, address, javaScript })),
      ),
    );

  /** Opens one page as whoever it is for, on a school's screen and on a telephone's. @returns what is wrong with it */
  async function look(
    running: RunningEngine,
    { side, name, address, javaScript }: ReturnType<typeof listVisits>[number],
  ): Promise<string[]> {
    const cookies = clients.get(address.endsWith('/sign-in') ? 'visitor' : side)?.cookies ?? new Map();
    const wrong: string[] = [];
    for (const width of [1024, 360]) {
      const window = await running.open({ url: app.url, cookies, javaScript, width });
      const seen = await window.visit(address);
      window.close();
      const led = seen.path === address.split('?')[0] ? '' : `led to ${seen.path}`;
      const found = led || sayFaults(seen);
      if (found !== '') wrong.push(`${address} ${width} px, ${say(javaScript)}: ${found}`);
    }
    note(`${side} ${name}`, address, wrong.length === 0 ? '✓' : '✗');
    return wrong;
  }

  const say = (javaScript: boolean) => `${javaScript ? 'with' : 'without'} JavaScript`;
  const sayFaults = ({ faults, overflow, stands }: Seen) =>
    [
      ...faults,
      ...(overflow > 0 ? [`${overflow} px too wide`] : []),
      ...(stands ? [] : ['not in order']),
    ].join('; ');

  /** Each story with JavaScript and without, on an application of the engine's own: a list can be saved once an hour. */
  async function playAll(running: RunningEngine): Promise<string[]> {
    const own = await startTestApp();
    const wrong: string[] = [];
    try {
      for (const { name, play } of engineJourneys)
        for (const javaScript of [true, false]) {
          const window = await running.open({ url: own.url, javaScript });
          const fault = await play({ window, app: own, javaScript })
            .then(() => window.listFaults().join('; '))
            .catch(({ message }: Error) => message);
          window.close();
          note(`all ${name}`, name, fault === '' ? '✓' : '✗');
          if (fault !== '') wrong.push(`${name}, ${say(javaScript)}: ${fault}`);
        }
    } finally {
      await own.close();
    }
    return wrong;
  }

  function note(name: string, address: string, mark: string): void {
    const row = rows.get(address) ?? [name.replace(/^\S+ /, '')];
    row.push(mark);
    rows.set(address, row);
  }

  function writeTable(): void {
    const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
    const table = [
      line(['page', 'address', ...versions.flatMap((version) => [version, 'without JavaScript'])]),
      line(Array.from({ length: 2 + versions.length * 2 }, () => '---')),
      ...[...rows].map(([address, [name = '', ...marks]]) =>
        line([name, name === address ? '' : `\`${address}\``, ...marks]),
      ),
    ];
    const text = `# Which engines show which pages

\`LONG=1 REACH=1 npx jest test/reach\` writes this page. ✓: the page opened at 1024 × 768 and 360 × 768 with no error of a script, no report of the CSP, nothing wider than the window, its heading first. The last lines are whole stories, played key by key. ✗ fails the run. Chromium 64 and 68 are what old Chinese browsers are made of, 109 is the last for Windows 7; npm brings their programs (\`chrome-aws-lambda\`, \`@sparticuz/chromium\`) for this run alone. What a page without JavaScript does is filed through by the journeys of \`test/journeys\`, with both; own scripts are held to ES5 by \`test/public/es5.test.ts\`. TLS of Windows 7: \`test/deploy/compose.test.ts\`.

${table.join('\n')}
`;
    writeFileSync(path.resolve(__dirname, '../../docs/reach.md'), text);
  }
});
