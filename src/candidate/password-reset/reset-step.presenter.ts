import type { ProofStep } from '../../domain/identity/proof.service';
import { type ProofStepModel, presentProofStep } from '../../domain/identity/proof-step.presenter';

/** The step of the ladder in the words of figures 22–24. `lifeSeconds`: how long a reset's code serves. */
export function presentResetStep(
  step: ProofStep,
  sender: string,
  lifeSeconds: number,
  error: string,
): ProofStepModel {
  return { ...presentProofStep(step, sender, error), explanation: explain(step, sender, lifeSeconds) };
}

function explain({ rung, code, maskedPhone }: ProofStep, sender: string, lifeSeconds: number): string {
  const minutes = `${Math.round(lifeSeconds / 60)}分钟内`;
  const by = rung === 'wechat' ? '微信公众号' : `${sender}短信平台`;
  const bound = rung === 'wechat' ? '关注了微信公众号并绑定考生' : '登记了手机';
  const to = rung === 'wechat' ? '您绑定的微信' : `您的手机 ${maskedPhone} `;
  switch (rung) {
    case 'totp':
      return '您【绑定了动态密码】可直接输入动态密码进行密码重置。';
    case 'wechat':
    case 'sms':
      return code === null
        ? `您【${bound}】，点击“获取验证码”按钮，获取并输入验证码。`
        : `【${by}】已向${to}发送重置验证码，请在${minutes}输入序列号 ${code.serialNumber} 对应的6位数字验证码验证。如果您在${minutes}还未收到验证码，请点击“获取验证码”按钮重新获取验证码。`;
    case 'phrase':
      return '您没有【登记手机】、【关注微信公众号并绑定考生】也未【绑定动态密码】，建议尽快绑定相关安全措施，目前请输入报名时预留的密码验证信息。';
    case null:
      return '您没有可以用来重置密码的安全措施，请考生本人持身份证到就近的招生考试机构重置密码。';
  }
}
