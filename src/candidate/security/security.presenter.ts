import { type Factors, findRung } from '../../rules/identity/ladder';
import { maskPhone } from '../../rules/identity/masking';

/** One line of 系统信息. */
interface Safeguard {
  readonly name: string;
  readonly href: string;
  readonly state: string;
  /** Whether it protects the account now. */
  readonly bound: boolean;
  readonly use: string;
}

/** The safeguards, strongest first; `phone` in clear, null where none is bound. */
export function presentSecurity(
  factors: Factors,
  phone: string | null,
  offersWechat: boolean,
): readonly Safeguard[] {
  const better = findRung(factors, { phraseServes: false, boundBefore: null }) !== null;
  const totp = factors.totpBoundAt !== null;
  const wechat = factors.wechatBoundAt !== null;
  const wechatLine: Safeguard = {
    name: '微信绑定',
    href: '/wechat',
    state: wechat ? '已绑定' : '未绑定',
    bound: wechat,
    use: '关注公众号并绑定，验证码和提醒通过微信发送',
  };
  return [
    {
      name: '绑定动态密码',
      href: '/dynamic-password',
      state: totp ? '已绑定' : '未绑定',
      bound: totp,
      use: '最安全；登录、放弃志愿、重置密码时使用',
    },
    ...(offersWechat || wechat ? [wechatLine] : []),
    {
      name: '手机号码维护',
      href: '/phone',
      state: phone === null ? '未登记' : `已登记 ${maskPhone(phone)}`,
      bound: phone !== null,
      use: '验证码和提醒通过短信发送',
    },
    {
      name: '密码验证信息重置',
      href: '/security-phrase',
      state: presentPhrase(factors.hasPhrase, better),
      bound: factors.hasPhrase && !better,
      use: '以上安全措施都没有时使用',
    },
  ];
}

function presentPhrase(hasPhrase: boolean, better: boolean): string {
  if (!hasPhrase) return '未设置';
  return better ? '已设置（已有更好的安全措施，不再使用）' : '已设置';
}
