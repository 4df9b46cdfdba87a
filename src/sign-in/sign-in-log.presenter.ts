import { formatInstant } from '../format-time';
import type { SignInOutcome } from './sign-in.repository';
import type { LoggedSignIn } from './sign-in-log.repository';

export interface SignInRow {
  readonly at: string;
  readonly outcome: string;
  readonly refused: boolean;
  readonly address: string;
  readonly device: string;
}

const outcomes: Readonly<Record<SignInOutcome, string>> = {
  signedIn: '登录成功',
  accountAccepted: '学信网账号已核验',
  totpNeeded: '密码正确，等待输入动态密码',
  firstSignIn: '首次登录',
  wrongPassword: '密码错误，未登录',
  wrongTotp: '动态密码错误，未登录',
  throttled: '错误次数过多，未登录',
};

const accepted: ReadonlySet<SignInOutcome> = new Set([
  'signedIn',
  'accountAccepted',
  'totpNeeded',
  'firstSignIn',
]);

/** One line of 我的登录记录. */
export function presentSignIn(
  { at, outcome, address, device, userAgent }: LoggedSignIn,
  ownDevice: string,
): SignInRow {
  return {
    at: formatInstant(at),
    outcome: outcomes[outcome],
    refused: !accepted.has(outcome),
    address,
    device: presentBrowser(device, userAgent, ownDevice),
  };
}

/** Which device and browser it was: 本机，Windows电脑，谷歌内核浏览器. */
export function presentBrowser(device: string, userAgent: string, ownDevice: string): string {
  const which = device === ownDevice ? '本机' : `其他电脑或手机（${device.slice(0, 6)}）`;
  const browser = nameBrowser(userAgent);
  return browser === '' ? which : `${which}，${browser}`;
}

/** Order matters: most browsers also claim to be those that stand after them. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, '微信'],
  [/MSIE|Trident/, 'IE浏览器'],
  [/Edg(e|A|iOS)?\//, 'Edge浏览器'],
  [/QQBrowser/, 'QQ浏览器'],
  [/Firefox/, '火狐浏览器'],
  [/Chrome|CriOS/, '谷歌内核浏览器'],
  [/Safari/, 'Safari浏览器'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/Android/, '安卓手机'],
  [/iPhone|iPad/, '苹果手机或平板'],
  [/Windows/, 'Windows电脑'],
  [/Mac OS X/, '苹果电脑'],
  [/Linux/, 'Linux电脑'],
];

function nameBrowser(userAgent: string): string {
  const find = (names: readonly (readonly [RegExp, string])[]) =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? '';
  return [find(systems), find(browsers)].filter((name) => name !== '').join('，');
}
