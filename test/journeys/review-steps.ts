import { claim } from '../account/review/review-steps';
import type { Screen } from '../pages/screen';
import { type DemoOfficerName, refreshOfficerTotp } from '../support/officers';
import { demoPassword } from '../support/test-client';
import type { Stage } from './journey';

export const headingOf = (screen: Screen) => screen.page.getByRole('heading', { level: 1 }).innerText();
export const textOf = (screen: Screen) => screen.page.getByRole('main').innerText();
export const picture = (buffer: Buffer) => ({ name: '身份证.jpg', mimeType: 'image/jpeg', buffer });

export async function press(screen: Screen, name: string): Promise<void> {
  const main = screen.page.getByRole('main');
  await screen.follow(() => main.getByRole('button', { name, exact: true }).click());
  await screen.inspect();
}

export async function go(screen: Screen, name: string | RegExp): Promise<void> {
  const link = screen.page.getByRole('link', { name, exact: true });
  await screen.follow(() => link.first().click());
  await screen.inspect();
}

export async function fill(screen: Screen, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(fields))
    await screen.page.getByRole('main').getByLabel(label, { exact: true }).fill(text);
}

export async function signIn(screen: Screen, userName: string): Promise<void> {
  await screen.visit('/account/sign-in');
  await fill(screen, { '用户名：': userName, '密码：': demoPassword });
  await press(screen, '登录');
}

/** A reviewer at a computer of their own, at the queue. */
export async function enterQueue(stage: Stage, signInName: DemoOfficerName): Promise<Screen> {
  const screen = await stage.openScreen();
  await screen.visit('/office/sign-in');
  const totp = await refreshOfficerTotp(stage.app(), signInName);
  await fill(screen, { '登录名：': signInName, '密码：': demoPassword, '动态密码：': totp });
  await press(screen, '登录');
  await go(screen, '身份核验审核');
  return screen;
}

/** Opens the most urgent case and judges it so; each page is looked at. */
export async function giveNumber(screen: Screen, verdict: string): Promise<void> {
  await go(screen, /^\d+号$/);
  expect(await textOf(screen)).not.toContain('410105200109171234');
  await press(screen, '打开材料');
  expect(await textOf(screen)).toContain('410105200109171234');
  const shown = await screen.page.evaluate<number[]>(
    "Array.from(document.querySelectorAll('.card-picture img')).map(function (one) { return one.naturalWidth; })",
  );
  expect(shown.length).toBeGreaterThanOrEqual(2);
  expect(new Set(shown)).toEqual(new Set([640]));
  await press(screen, '提交结论');
  expect(await textOf(screen)).toContain('请选择审核结论');
  await screen.page.getByLabel(verdict).check();
  await fill(screen, { '证件上的姓名：': claim.cardName, '证件上的号码：': claim.cardNumber });
  await screen.page.getByLabel('本人与双方没有亲属或其他利害关系').check();
  await press(screen, '提交结论');
  expect(await headingOf(screen)).toBe('身份核验审核');
}
