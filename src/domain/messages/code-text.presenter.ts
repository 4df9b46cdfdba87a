import type { CodePurpose } from '../../rules/pack/rule-pack';

const acts: Readonly<Record<CodePurpose, string>> = {
  reset: '重置登录密码',
  abandon: '放弃志愿',
  confirm: '确认志愿或撤销确认',
  risk: '⟦在新的电脑或手机上⟧修改志愿',
  thaw: '解冻志愿',
  bind: '绑定或解除绑定安全措施',
  phoneOld: '修改或删除原手机号码',
  phoneNew: '确认新手机号码',
  pictureCode: '查询考生号或重置密码',
};

/**
 * What a code's message says, to be signed: what it authorises, for how long, and that nobody may ask for it.
 * @returns a short text, see `composeSms`
 */
export function presentCodeText(code: {
  readonly purpose: CodePurpose;
  readonly code: string;
  readonly serialNumber: string;
  readonly lifeSeconds: number;
}): string {
  const minutes = Math.round(code.lifeSeconds / 60);
  return `验证码${code.code}（序列号${code.serialNumber}），用于${acts[code.purpose]}，${minutes}分钟⟦内⟧有效。任何人索要都不要告诉⟦，包括老师⟧。`;
}
