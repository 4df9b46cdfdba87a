import { wallClock } from '../../infrastructure/clock';
import { formatMinute, formatTimeOfDay } from '../../infrastructure/format-time';
import type { Rung } from '../../rules/identity/ladder';
import type { ProofStep } from './proof.service';
import type { CodeSending } from './proof-code';
import type { ProofResult } from './proof-result';

/** What `candidate/security/_proof-step.njk` prints. */
export interface ProofStepModel {
  readonly rung: Rung | null;
  readonly explanation: string;
  readonly label: string;
  readonly advice: string;
  readonly serialNumber: string;
  /** Whole seconds until 获取验证码 may be pressed again; 0: now. */
  readonly resendSeconds: number;
  readonly error: string;
}

const labels: Readonly<Record<Rung, string>> = {
  totp: '动态密码：',
  wechat: '验证码：',
  sms: '验证码：',
  phrase: '密码验证信息：',
};

const advices: Readonly<Record<Rung, string>> = {
  totp: '请输入8位动态密码！',
  wechat: '请输入6位数字验证码！',
  sms: '请输入6位数字验证码！',
  phrase: '请输入密码验证信息！',
};

/** The step of the ladder as a page shows it; `error` is what the last try or sending came to. */
export function presentProofStep(step: ProofStep, sender: string, error = ''): ProofStepModel {
  const { rung, code } = step;
  const resendSeconds =
    code === null ? 0 : Math.max(0, Math.ceil((code.resendAt.getTime() - wallClock()) / 1000));
  return {
    rung,
    explanation: explain(step, sender),
    label: rung === null ? '' : labels[rung],
    advice: rung === null ? '' : advices[rung],
    serialNumber: code?.serialNumber ?? '',
    resendSeconds,
    error,
  };
}

function explain({ rung, code, maskedPhone, ripeAt }: ProofStep, sender: string): string {
  const by = rung === 'wechat' ? '微信公众号' : `${sender}短信平台`;
  const to = rung === 'wechat' ? '您绑定的微信' : `您的手机 ${maskedPhone} `;
  switch (rung) {
    case 'totp':
      return '您绑定了【动态密码】，可直接输入动态密码继续操作。';
    case 'wechat':
    case 'sms':
      return code === null
        ? `请点击“获取验证码”，${by}将向${to}发送验证码。`
        : `【${by}】已向${to}发送验证码，请在${formatTimeOfDay(code.expiresAt)}前输入序列号 ${code.serialNumber} 对应的6位数字验证码。`;
    case 'phrase':
      return '您没有【登记手机】、【关注微信公众号并绑定考生】也未【绑定动态密码】，请输入报名时预留的密码验证信息。';
    case null:
      if (ripeAt !== null)
        return `您的手机号码是由一名工作人员在招生考试机构办理修改的，${formatMinute(ripeAt)}后才能用来验证身份。如果急需办理，请用您以前验证过身份的电脑或手机登录，或本人持身份证到报名所在地招生考试机构再次办理“手机号码修改”，由另一名工作人员批准，批准后绑定的手机可以立即使用。`;
      return '您没有可以使用的安全措施，请本人持身份证到报名所在地招生考试机构办理。';
  }
}

/** The red sentence of a step that was sent without an answer: it names the field. */
export function presentMissingAnswer(rung: Rung | null): string {
  if (rung === 'totp') return '请输入8位动态密码！';
  return rung === 'phrase' ? '请输入密码验证信息！' : '请输入6位数字验证码！';
}

/** The red sentence of an answer that did not prove anything; '' when it did. */
export function presentProofResult(result: ProofResult, rung: Rung | null): string {
  switch (result.outcome) {
    case 'proved':
      return '';
    case 'wrong': {
      const what = rung === 'totp' ? '动态密码' : rung === 'phrase' ? '密码验证信息' : '验证码';
      const left = result.triesLeft === null ? '' : `，还可以输入${result.triesLeft}次`;
      return `${what}错误${left}，请检查后重新输入！`;
    }
    case 'noCode':
      return '验证码已失效，请点击“获取验证码”重新获取！';
    case 'throttled':
      return `输入错误次数过多，请于${formatMinute(result.until)}后再试！`;
    case 'notOffered':
      return '您没有可以使用的安全措施，请本人持身份证到报名所在地招生考试机构办理！';
  }
}

/** The sentence of a code that could not be sent; '' when it was. */
export function presentCodeSending(sending: CodeSending): string {
  switch (sending.outcome) {
    case 'sent':
      return '';
    case 'tooSoon':
      return `验证码刚刚发送过，请于${formatTimeOfDay(sending.until)}后重新获取！`;
    case 'tooMany':
      return `获取验证码次数过多，请于${formatMinute(sending.until)}后再试！`;
    case 'notOffered':
      return '您没有登记手机，也没有绑定微信，不能接收验证码，请改用其他安全措施，或本人持身份证到报名所在地招生考试机构办理！';
  }
}
