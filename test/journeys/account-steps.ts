import type { Screen } from '../pages/screen';
import { getAccountCode } from '../support/accounts';
import { answerPicture } from '../support/picture-code';
import { demoPassword } from '../support/test-client';
import type { Stage } from './journey';

/** Fills the fields by their labels and presses a button; the page that follows is looked at by axe too. */
export async function send(
  screen: Screen,
  fields: Readonly<Record<string, string>>,
  button: string,
): Promise<void> {
  const main = screen.page.getByRole('main');
  for (const [label, text] of Object.entries(fields)) {
    const field = main.getByLabel(label, { exact: true });
    const tag = await field.evaluate((element) => element.tagName);
    if (tag === 'SELECT') await field.selectOption({ label: text });
    else await field.fill(text);
  }
  await screen.follow(() => main.getByRole('button', { name: button, exact: true }).click());
  await screen.inspect();
}

export const headingOf = (screen: Screen) => screen.page.getByRole('heading', { level: 1 }).innerText();
export const textOf = (screen: Screen) => screen.page.getByRole('main').innerText();

/** The answer to the 验证码 of the page. */
export async function readPicture(stage: Stage, screen: Screen): Promise<string> {
  return (await answerPicture(stage.app(), { html: await screen.page.content() })).code;
}

export async function signIn(screen: Screen, name: string, password = demoPassword): Promise<void> {
  await screen.visit('/account/sign-in');
  await send(screen, { '用户名：': name, '密码：': password }, '登录');
}

export async function signOut(screen: Screen): Promise<void> {
  await screen.follow(() => screen.page.getByRole('button', { name: '退出' }).click());
}

/** From 注册 to 填写注册信息, with this phone proved. */
export async function provePhone(stage: Stage, screen: Screen, phone: string): Promise<void> {
  await screen.visit('/account/register');
  const code = await readPicture(stage, screen);
  await send(screen, { '手机号码：': phone, '验证码：': code }, '获取短信验证码');
  await send(screen, { '验证码：': await getAccountCode(stage.app(), phone) }, '下一步');
}

/** The demo's page of 微信 or 支付宝: somebody scans, and says 同意 or 拒绝. */
export async function scan(screen: Screen, provider: string, who: string, decision = '同意'): Promise<void> {
  expect(await headingOf(screen)).toBe(`模拟的${provider}`);
  await send(screen, { [`谁的${provider}：`]: who }, decision);
}
