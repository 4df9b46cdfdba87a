import { createLogger } from '../../src/infrastructure/logger';
import { startImportJobs } from '../../src/office/imports/jobs/start-import-jobs';
import { formatFormNumber } from '../../src/office/print-jobs/form-number';
import { people } from '../candidate/filing/filing';
import { toCsv } from '../office/imports/files';
import { closeWindows, fileEarly } from '../office/print-jobs/paper-steps';
import { openScreen, type Screen } from '../pages/screen';
import type { TestBrowser } from './browser';
import { type DemoOfficerName, refreshOfficerTotp } from './officers';
import type { TestApp } from './test-app';
import { demoPassword } from './test-client';

/** Keeps the page that a screen shows, under a name. */
export type Take = (screen: Screen, name: string) => Promise<void>;

const press = (screen: Screen, name: string) =>
  screen.follow(() => screen.page.getByRole('button', { name, exact: true }).click());
const fill = (screen: Screen, label: string, value: string) =>
  screen.page.getByLabel(label, { exact: true }).fill(value);

export async function signInOffice(app: TestApp, screen: Screen, signInName: DemoOfficerName): Promise<void> {
  await screen.visit('/office/sign-in');
  await fill(screen, '登录名：', signInName);
  await fill(screen, '密码：', demoPassword);
  await fill(screen, '动态密码：', await refreshOfficerTotp(app, signInName));
  await press(screen, '登录');
}

async function takeCounter(screen: Screen, take: Take): Promise<void> {
  const { page } = screen;
  await screen.visit('/office');
  await take(screen, 'office-home');
  await screen.visit('/office/counter');
  await fill(screen, '考生号：', people.pilot);
  await press(screen, '查找');
  await take(screen, 'office-counter');
  await screen.follow(() => page.getByRole('link', { name: /打开考生/ }).click());
  await page.getByLabel('理由：').selectOption('inPerson');
  await press(screen, '打开');
  await take(screen, 'office-record');
  await screen.follow(() => page.getByRole('link', { name: '能否填报各批次' }).click());
  await take(screen, 'office-explanation');
  await screen.visit('/office/coverage?batch=early-other');
  await take(screen, 'office-board');
  await screen.follow(() => page.getByRole('link', { name: '催填名单' }).click());
  await take(screen, 'office-calls');
}

/** What a county does with paper once everything has closed. */
async function takePaper(screen: Screen, app: TestApp, take: Take): Promise<void> {
  const { page } = screen;
  await screen.visit('/office/printing?batch=early-other');
  await page.getByLabel('范围：').selectOption('county');
  await fill(screen, '理由：', '截止后归档');
  await press(screen, '开始生成');
  await app.services.paperwork.printJobs.runner.settle();
  await screen.follow(() => page.getByRole('link', { name: '刷新' }).click());
  await take(screen, 'office-print-job');
  const version = await app.database.knex('application_versions').first('id');
  await screen.visit('/office/receipts');
  await fill(screen, '志愿表编号：', formatFormNumber(version.id));
  await press(screen, '登记');
  await take(screen, 'office-receipts');
}

async function takeImport(screen: Screen, app: TestApp, take: Take): Promise<void> {
  const { imports } = app.services;
  const jobs = startImportJobs(app.services, { ...imports, log: createLogger('silent'), everyMs: 50 });
  try {
    await screen.visit('/office/imports');
    await screen.page.getByLabel('种类：').selectOption('scores');
    const rows = [
      ['考生号', '语文', '总分'],
      [people.pilot, '112', '586'],
      ['21410101151999', '101', '520'],
      [people.pilot, '112', '五百八'],
    ];
    await screen.page
      .getByLabel('文件：')
      .setInputFiles({ name: '成绩.csv', mimeType: 'text/csv', buffer: Buffer.from(toCsv(rows)) });
    await press(screen, '上传并检查');
    await screen.page.getByRole('heading', { name: '检查结果' }).waitFor();
    await take(screen, 'office-import');
  } finally {
    await jobs.stop();
  }
}

async function takeProvince(screen: Screen, app: TestApp, take: Take): Promise<void> {
  await screen.visit('/office/windows');
  await take(screen, 'office-windows');
  await screen.visit('/office/windows/change?batch-early-other=on&act=lengthen&scopeKind=school');
  await fill(screen, '学校：', '01010101');
  await fill(screen, '分钟数：', '30');
  await fill(screen, '理由：', '学校停电');
  await fill(screen, '公告标题：', '延长填报时间');
  await fill(screen, '公告内容：', '因停电，该校延长30分钟。');
  await press(screen, '预览');
  await take(screen, 'office-windows-preview');
  await takeImport(screen, app, take);
}

/** Takes the screens of 招生考试机构工作平台: a day at a county, and what the province does most. */
export async function takeOffice(app: TestApp, browser: TestBrowser, take: Take): Promise<void> {
  const open = async (signInName: DemoOfficerName) => {
    const screen = await openScreen(browser, { url: app.url, javaScript: true });
    await signInOffice(app, screen, signInName);
    return screen;
  };
  await fileEarly(app, people.pilot);
  await takeProvince(await open('province-1'), app, take);
  const county = await open('county-1');
  await takeCounter(county, take);
  closeWindows(app);
  await takePaper(county, app, take);
}
