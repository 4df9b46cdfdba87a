import { type Codes, file } from '../candidate/filing/filing';
import { BrowsePage } from '../pages/browse-page';
import { arriveAt } from '../pages/candidate-page';
import { ChangesPage } from '../pages/changes-page';
import { FormPage } from '../pages/form-page';
import { HomePage } from '../pages/home-page';
import { NoticePage } from '../pages/notice-page';
import type { Screen } from '../pages/screen';
import { SignInPage } from '../pages/sign-in-page';
import { TotpStepPage } from '../pages/totp-step-page';
import { findDemoSecret, showDynamicPassword } from '../support/dynamic-password';
import { createTestClient, demoPassword } from '../support/test-client';

/** Signs in from the platform's address, and stands on the home page. */
export async function signIn(screen: Screen, candidateNumber: string): Promise<HomePage> {
  await screen.visit('/');
  const page = await arriveAt(SignInPage, screen);
  await page.signIn(candidateNumber, demoPassword);
  if (findDemoSecret(candidateNumber) !== null) {
    const step = await arriveAt(TotpStepPage, screen);
    await step.enter(await showDynamicPassword(new URL(screen.page.url()).origin, candidateNumber));
  }
  return arriveAt(HomePage, screen);
}

/** From the home page over 须知 into the form. */
export async function openForm(home: HomePage, batch: string, action = '填报'): Promise<FormPage> {
  await acceptNotice(home, batch, action);
  return arriveAt(FormPage, home.screen);
}

/** From the home page over 须知, wherever 同意 leads. */
export async function acceptNotice(home: HomePage, batch: string, action = '填报'): Promise<void> {
  await home.go(`${action}${batch}`);
  const notice = await arriveAt(NoticePage, home.screen);
  await notice.press('同意');
}

/** Saves a list that has no faults and overwrites nothing. */
export async function save(form: FormPage): Promise<BrowsePage> {
  await form.press('保存志愿');
  return arriveAt(BrowsePage, form.screen);
}

/** Saves, and confirms on the page that names what changes. */
export async function saveAndConfirm(form: FormPage): Promise<BrowsePage> {
  await form.press('保存志愿');
  const changes = await arriveAt(ChangesPage, form.screen);
  await changes.press('确认保存志愿');
  return arriveAt(BrowsePage, form.screen);
}

/** Back to the home page by the menu. */
export async function goHome(page: {
  choose(name: string): Promise<void>;
  screen: Screen;
}): Promise<HomePage> {
  await page.choose('首页');
  return arriveAt(HomePage, page.screen);
}

/** Files a list behind the screen, as the browser that is signed in there: no part of the story. */
export async function fileUnseen(screen: Screen, batch: string, codes: Codes): Promise<void> {
  const client = createTestClient(new URL(screen.page.url()).origin);
  for (const { name, value } of await screen.page.context().cookies()) client.cookies.set(name, value);
  const browse = await file(client, batch, codes);
  if (browse.url !== `/batches/${batch}`) throw new Error(`nothing was filed: ${browse.text}`);
}
