import type { CounterPurpose } from './purpose';

interface PurposeText {
  /** What it is called on both sides of the counter. */
  readonly name: string;
  /** What the candidate is told when it is done. */
  readonly done: string;
}

const texts: Readonly<Record<CounterPurpose, PurposeText>> = {
  password: { name: '密码重置', done: '登录密码已设置，请用新密码登录。' },
  totp: {
    name: '动态密码解除绑定',
    done: '原来的动态密码已解除绑定。请登录，然后在“系统信息”中重新绑定动态密码。',
  },
  phoneChange: { name: '手机号码修改', done: '手机号码已修改，以后的验证码和提醒将发送到新手机号码。' },
  phoneDeletion: { name: '手机号码删除', done: '原来的手机号码已删除，以后不再用于验证身份。' },
  phrase: { name: '密码验证信息重置', done: '密码验证信息已重设。' },
  thaw: { name: '志愿解冻', done: '志愿和安全措施已解冻，请登录后继续操作。' },
};

/** The name of what is done with a 柜台码. */
export function presentPurpose(purpose: CounterPurpose): string {
  return texts[purpose].name;
}

/** What is said once after it was done. */
export function presentPurposeDone(purpose: CounterPurpose | undefined): string {
  return purpose === undefined ? '' : texts[purpose].done;
}
