import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openForm, save, saveAndConfirm, signIn } from '../journeys/steps';
import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import { HomePage } from '../pages/home-page';
import { OverwritePage } from '../pages/overwrite-page';
import { openScreen, type Screen } from '../pages/screen';
import { SignInPage } from '../pages/sign-in-page';
import { launchBrowser, type TestBrowser } from './browser';
import { startPlatformApp } from './platforms';
import { shrinkPng } from './shrink-png';
import { installSystemPackages } from './system-packages';
import { takeAccounts } from './take-account-screens';
import { takeOffice } from './take-office-screens';
import { listWorldTakes } from './take-world-screens';
import { startTestApp, type TestApp } from './test-app';
import { MINUTE } from './test-clock';
import { startTestServer, stopTestServer } from './test-server';

/*
 * Takes docs/screens/*.png of the demo, 1024 × 768:
 * npm run build && node -r ./test/support/typescript-hook.cjs test/support/take-screens.ts
 * With the word `office` it takes those of 招生考试机构工作平台 alone, office-*.png, with `account` those of the account
 * centre, its platforms and reviewers, with `worlds` those of this year's demos, with `guide` the pictures of 填报指南, public/guide/*.png.
 */
const folder = path.join(__dirname, '../../docs/screens');
const guideFolder = path.join(__dirname, '../../public/guide');

async function take(screen: Screen, name: string, into = folder): Promise<void> {
  const png = await screen.page.screenshot({ animations: 'disabled' });
  writeFileSync(path.join(into, `${name}.png`), shrinkPng(png));
}

/** Pages that one may simply open. */
async function takePages(screen: Screen, pages: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, address] of Object.entries(pages)) {
    await screen.visit(address);
    await take(screen, name);
  }
}

async function takeSignIn(screen: Screen): Promise<void> {
  await takePages(screen, {
    guide: '/guide',
    'password-reset': '/password-reset',
    'demo-messages': '/demo/messages',
    'sign-in': '/sign-in',
  });
  await (await arriveAt(SignInPage, screen)).signIn('21410101151001', 'wrong');
  await take(screen, 'sign-in-refused');
}

async function takeForm(screen: Screen, app: TestApp): Promise<void> {
  const home = await signIn(screen, '21410101151001');
  await take(screen, 'home');
  await home.go('填报提前批其他');
  await take(screen, 'notice');
  await screen.follow(() => screen.page.getByRole('button', { name: '同意' }).click());
  let form = await arriveAt(FormPage, screen);
  await form.fill('第一志愿', { institution: '0001', majors: ['16', '99'] });
  await form.waitForHint('第一志愿', '专业2', '此专业不存在!');
  await form.waitForDraft();
  await take(screen, 'form');
  await form.press('保存志愿');
  form = await arriveAt(FormPage, screen);
  await take(screen, 'form-refused');
  await form.press('重新填写');
  await take(screen, 'clear');
  await screen.visit('/batches/early-other/form');
  await app.database
    .knex('form_openings')
    .update({ expires_at: new Date(app.clock.read().getTime() + 4 * MINUTE) });
  await screen.visit('/batches/early-other/form');
  form = await arriveAt(FormPage, screen);
  await take(screen, 'form-last-minutes');
  await form.fill('第一志愿', { majors: ['16', '27'], adjustment: '同意' });
  await save(form);
  await take(screen, 'browse');
  await screen.visit('/');
  await take(screen, 'home-saved');
  await takePages(screen, {
    print: '/batches/early-other/print',
    'refused-within-the-hour': '/batches/early-other/notice',
  });
}

async function takeModification(screen: Screen, app: TestApp): Promise<void> {
  app.clock.advance(61 * MINUTE);
  await screen.visit('/');
  const home = await arriveAt(HomePage, screen);
  let form = await openForm(home, '提前批其他', '修改');
  await form.fill('第一志愿', { majors: ['16', '31'] });
  await form.fill('第二志愿 平行志愿1', { institution: '1435', majors: ['09'], adjustment: '不同意' });
  await form.press('保存志愿');
  await take(screen, 'changes');
  await screen.visit('/batches/early-military/notice');
  await screen.follow(() => screen.page.getByRole('button', { name: '同意' }).click());
  const question = await arriveAt(OverwritePage, screen);
  await take(screen, 'overwrite');
  await question.press('是');
  form = await arriveAt(FormPage, screen);
  await form.fill('第一志愿', { institution: '0210', majors: ['17', '18'], adjustment: '不同意' });
  await saveAndConfirm(form);
  await takePages(screen, {
    versions: '/versions',
    mailbox: '/mails/personal',
    password: '/password',
    security: '/security',
    qualifications: '/qualifications',
    plans: '/plans',
    'draft-sheet': '/draft-sheets/undergraduate-1',
    abandonment: '/batches/early-military/abandonment',
  });
}

async function takeTwoWindows(screen: Screen): Promise<void> {
  let form = await openForm(await signIn(screen, '21410101111002'), '提前批其他');
  const other = await screen.openWindow();
  await other.visit('/batches/early-other/form');
  const second = await arriveAt(FormPage, other);
  await second.fill('第一志愿', { institution: '1435', majors: ['02'], adjustment: '同意' });
  await second.press('检查');
  await take(other, 'form-checked');
  await form.fill('第一志愿', { institution: '1435', majors: ['03'], adjustment: '不同意' });
  await form.press('保存志愿');
  await take(screen, 'two-drafts');
  await takePages(screen, { expired: '/batches/early-other/expired' });
  await screen.page.setViewportSize({ width: 320, height: 640 });
  await screen.visit('/batches/early-other/form');
  form = await arriveAt(FormPage, screen);
  await take(screen, 'form-narrow');
  await takePages(screen, { 'home-narrow': '/' });
  await screen.page.setViewportSize({ width: 1024, height: 768 });
  await screen.follow(() => screen.page.getByRole('button', { name: '退出' }).click());
  await take(screen, 'signed-out');
}

async function takeAll(app: TestApp, browser: TestBrowser): Promise<void> {
  const open = () => openScreen(browser, { url: app.url, javaScript: true });
  const pilot = await open();
  await takeSignIn(pilot);
  await takeForm(pilot, app);
  await takeModification(pilot, app);
  await takeTwoWindows(await open());
}

/** The three pictures of 填报指南: the pages of today at five eighths of their size. */
async function takeGuide(app: TestApp, browser: TestBrowser): Promise<void> {
  const viewport = { width: 1024, height: 640 };
  const small: TestBrowser = {
    ...browser,
    newContext: ({ javaScript }) =>
      browser.browser.newContext({
        javaScriptEnabled: javaScript,
        viewport,
        deviceScaleFactor: 640 / viewport.width,
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
      }),
  };
  const screen = await openScreen(small, { url: app.url, javaScript: true, viewport });
  const home = await signIn(screen, '21410101151001');
  await take(screen, 'home', guideFolder);
  const form = await openForm(home, '提前批其他');
  await form.fill('第一志愿', { institution: '0001', majors: ['16', '99'] });
  await form.waitForHint('第一志愿', '专业2', '此专业不存在!');
  await form.waitForDraft();
  await take(screen, 'form', guideFolder);
  await form.fill('第一志愿', { majors: ['16', '27'], adjustment: '同意' });
  await save(form);
  await take(screen, 'browse', guideFolder);
}

/** A demo of its own, which nobody has filed in yet. */
async function withApp(
  work: (app: TestApp) => Promise<void>,
  start: typeof startTestApp = startTestApp,
): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-screens-'));
  const app = await start({ env: { DATA_DIR: dataDir } });
  try {
    await work(app);
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const missing = installSystemPackages();
  if (missing !== null) throw new Error(missing);
  const [, , only] = process.argv;
  const takes = (part: string) => only === undefined || only === part;
  const passed = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-passed-'));
  process.env.TEST_PASSED_PAGES = passed;
  process.env.TEST_DATABASE_URL = await startTestServer();
  if (only === undefined) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  try {
    if (takes('candidate')) await withApp((app) => takeAll(app, browser));
    if (takes('guide')) await withApp((app) => takeGuide(app, browser));
    if (takes('office')) await withApp((app) => takeOffice(app, browser, take));
    if (takes('worlds'))
      for (const { start, work } of listWorldTakes(browser, take)) await withApp(work, start);
    if (takes('account')) await withApp((app) => takeAccounts(app, browser, take), startPlatformApp);
  } finally {
    await browser.close();
    await stopTestServer();
    rmSync(passed, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
