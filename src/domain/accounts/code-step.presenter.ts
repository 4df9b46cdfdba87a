import { wallClock } from '../../infrastructure/clock';
import { formatTimeOfDay } from '../../infrastructure/format-time';
import type { CodeSending, CodeState } from './account-code.service';

/** What `account/centre/_code-step.njk` prints. */
interface CodeStepModel {
  readonly explanation: string;
  /** Whole seconds until 重新获取 may be pressed; 0: now. */
  readonly resendSeconds: number;
}

/** The step that asks for a code; `to` names where it went, as 手机 159****845. */
export function presentCodeStep(state: CodeState | null, to: string): CodeStepModel {
  if (state === null) {
    return { explanation: `请点击“获取验证码”，验证码将发送到${to}。`, resendSeconds: 0 };
  }
  const seconds = Math.ceil((state.resendAt.getTime() - wallClock()) / 1000);
  return {
    explanation: `验证码已发送到${to}，请在${formatTimeOfDay(state.expiresAt)}前输入序列号 ${state.serialNumber} 对应的6位数字验证码。`,
    resendSeconds: Math.max(0, seconds),
  };
}

/** The sentence of a code that was asked for too soon; '' when it was sent. */
export function presentCodeSending(sending: Exclude<CodeSending, { outcome: 'limited' }>): string {
  return sending.outcome === 'sent'
    ? ''
    : `验证码刚刚发送过，请于${formatTimeOfDay(sending.until)}后重新获取！`;
}
