import { getFacts } from '../candidate/password-reset/facts';
import { arriveAt } from '../pages/candidate-page';
import { ResetFactsPage, ResetLadderPage } from '../pages/password-reset-page';
import type { Screen } from '../pages/screen';
import { SignInPage } from '../pages/sign-in-page';
import type { TestApp } from '../support/test-app';

/** From the sign-in page over 忘记密码 to the first page of a reset. */
export async function openReset(screen: Screen): Promise<ResetFactsPage> {
  await screen.visit('/');
  const page = await arriveAt(SignInPage, screen);
  await page.go('忘记密码');
  return arriveAt(ResetFactsPage, screen);
}

/** Everything right on the first page, and on to the second. */
export async function passFacts(
  app: TestApp,
  screen: Screen,
  candidateNumber: string,
): Promise<ResetLadderPage> {
  const page = await openReset(screen);
  await page.fill(getFacts(candidateNumber));
  await page.readPicture(app);
  await page.press('查询');
  return arriveAt(ResetLadderPage, screen);
}
