/** What a code to a phone or a mailbox is for. */
export type AccountCodePurpose =
  | 'register'
  | 'findUserName'
  | 'findPassword'
  | 'proveOwner'
  | 'phoneOld'
  | 'phoneNew'
  | 'email'
  | 'bindIdentity'
  | 'close';

const acts: Readonly<Record<AccountCodePurpose, string>> = {
  register: '注册学信网账号',
  findUserName: '找回用户名',
  findPassword: '找回密码',
  proveOwner: '解除登录限制',
  phoneOld: '修改原手机号码',
  phoneNew: '确认新手机号码',
  email: '绑定安全邮箱',
  bindIdentity: '实名信息绑定',
  close: '注销账号',
};

/** What a code's message says, to be signed: what it authorises, for how long, and that nobody may ask for it. */
export function presentAccountCode(code: {
  readonly purpose: AccountCodePurpose;
  readonly code: string;
  readonly serialNumber: string;
  readonly lifeSeconds: number;
}): string {
  const minutes = Math.round(code.lifeSeconds / 60);
  return `验证码${code.code}（序列号${code.serialNumber}），用于${acts[code.purpose]}，${minutes}分钟⟦内⟧有效。⟦工作人员不会索要验证码，⟧切勿告诉任何人。`;
}
