import type { AppProofState } from './app-proof.service';
import type { AppProofResult } from './judge-check';

export const UNREACHABLE = '手机APP验证服务暂时无法连接，请稍后重试，或选择其他途径核验身份！';

const refusals: Readonly<Record<Exclude<AppProofResult, 'proved' | 'waiting' | 'none'>, string>> = {
  unreachable: UNREACHABLE,
  expired: '二维码已失效，请点击“开始验证”重新获取！',
  notPassed: '实人验证没有通过，请点击“开始验证”，由证件本人重新验证！',
  otherPerson: '手机APP验证的不是此证件号码的本人，不能通过，请由证件本人重新验证！',
  otherName:
    '手机APP验证的姓名与您注册的姓名不一致，不能通过，请用证件上的姓名重新注册，或选择“客服协助验证”！',
  wrongCode: '手机上输入的核对码与页面不一致，不能通过，请点击“开始验证”，按照新页面上的核对码重新验证！',
  otherCheck: '验证结果不属于此次验证，没有采用，请点击“开始验证”重新验证！',
  forged: '验证结果无法确认，没有采用，请点击“开始验证”重新验证，或选择其他途径核验身份！',
  replaced: '您又开始了一次新的验证，请扫描最新的二维码！',
  contested: '此证件号码刚刚由另一个账号核验过身份，或核验后有人提出异议，请通过“客服协助验证”核验身份！',
};

/** The red sentence of what a check came to; '' where there is nothing red to say. */
export function presentRefusal(result: AppProofResult | null): string {
  return result === null || result === 'proved' || result === 'waiting' || result === 'none'
    ? ''
    : refusals[result];
}

/** The red sentence of the page as it stands. */
export function presentAppFault({ unreachable, last }: AppProofState): string {
  return unreachable ? UNREACHABLE : presentRefusal(last);
}
