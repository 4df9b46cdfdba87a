import { nameDevice } from '../../infrastructure/browser-name';
import { formatInstant } from '../../infrastructure/format-time';
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
    device: nameDevice(device, userAgent, ownDevice),
  };
}
