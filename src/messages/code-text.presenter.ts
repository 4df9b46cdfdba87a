import type { CodePurpose } from '../rules/rule-pack';

const acts: Readonly<Record<CodePurpose, string>> = {
  reset: '重置登录密码',
  abandon: '放弃志愿',
  risk: '在新设备上修改志愿',
  thaw: '解冻志愿',
  bind: '绑定或解除绑定安全措施',
  phoneOld: '修改或删除原手机号码',
  phoneNew: '确认新手机号码',
  pictureCode: '查询考生号或者重置密码',
};

/** What a code's message says: what it authorises, for how long, and that nobody may ask for it. */
export function presentCodeText(
  office: string,
  code: {
    readonly purpose: CodePurpose;
    readonly code: string;
    readonly serialNumber: string;
    readonly lifeSeconds: number;
  },
): string {
  const minutes = Math.round(code.lifeSeconds / 60);
  return `【${office}】验证码${code.code}（序列号${code.serialNumber}），用于${acts[code.purpose]}，${minutes}分钟内有效。任何人索要都不要告诉，包括老师。`;
}
