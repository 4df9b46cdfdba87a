import { drawJpeg } from '../account/review/pictures';
import { fill, go, picture, press, signIn } from '../journeys/review-steps';
import { openScreen, type Screen } from '../pages/screen';
import type { TestBrowser } from './browser';
import { signInOffice, type Take } from './take-office-screens';
import type { TestApp } from './test-app';
import { demoPassword } from './test-client';

async function takeVisitor(screen: Screen, take: Take): Promise<void> {
  await screen.visit('/account/sign-in');
  await take(screen, 'account-sign-in');
  await screen.visit('/account/register');
  await take(screen, 'account-register');
}

/** Somebody whose number another account holds. */
async function takeTakenNumber(screen: Screen, take: Take): Promise<void> {
  await signIn(screen, 'qinzhiyuan');
  await take(screen, 'account-number-taken');
  await go(screen, '【解决办法】');
  await take(screen, 'account-solutions');
  for (const [name, path] of Object.entries({
    'account-app': 'app',
    'account-classmates': 'classmates',
    'account-student-record': 'student-record',
    'account-review': 'review',
  })) {
    await screen.visit(`/account/solutions/${path}`);
    await take(screen, name);
  }
  const { page } = screen;
  await page.getByLabel('国徽面照片：').setInputFiles(picture(await drawJpeg(1)));
  await page.getByLabel('人像面照片：').setInputFiles(picture(await drawJpeg(2)));
  await press(screen, '提交审核');
  await take(screen, 'account-review-sent');
}

async function takeReviewer(screen: Screen, take: Take): Promise<void> {
  await go(screen, '身份核验审核');
  await take(screen, 'reviews-queue');
  await go(screen, /^\d+号$/);
  await take(screen, 'reviews-closed');
  await press(screen, '打开材料');
  await take(screen, 'reviews-open');
}

async function takeOwner(screen: Screen, take: Take): Promise<void> {
  await screen.visit('/demo/platforms');
  await take(screen, 'platforms');
  await go(screen, '学信档案');
  await press(screen, '用学信网账号登录');
  await fill(screen, { '用户名：': 'lumingqi', '密码：': demoPassword });
  await press(screen, '登录');
  await take(screen, 'account-consent');
  await press(screen, '同意授权并登录');
  await take(screen, 'platform-signed-in');
  for (const [name, path] of Object.entries({
    account: '/account',
    'account-security': '/account/security',
    'account-factors': '/account/factors',
    'account-platforms': '/account/platforms',
    'account-sign-ins': '/account/sign-ins',
    'account-inbox': '/account/inbox',
  })) {
    await screen.visit(path);
    await take(screen, name);
  }
}

/** Takes the screens of 学信网账号 账号中心, of a platform that accepts it and of the reviewers. */
export async function takeAccounts(app: TestApp, browser: TestBrowser, take: Take): Promise<void> {
  const open = () => openScreen(browser, { url: app.url, javaScript: true });
  await takeVisitor(await open(), take);
  await takeTakenNumber(await open(), take);
  const reviewer = await open();
  await signInOffice(app, reviewer, 'reviewer-1');
  await takeReviewer(reviewer, take);
  await takeOwner(await open(), take);
}
