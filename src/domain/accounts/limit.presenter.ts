import { formatMinute } from '../../infrastructure/format-time';
import type { Limited, LimitName } from './limit';

/** What `account/centre/_limit.njk` prints. */
interface LimitModel {
  readonly title: string;
  /** Which limit it is, and the minute it ends. */
  readonly text: string;
  /** What works meanwhile. */
  readonly meanwhile: string;
  /** Where it is done, if it stands on no menu. */
  readonly link: { readonly path: string; readonly label: string } | null;
}

/** What clearing the browser's cache cannot do, people are not sent to do. */
const FIND = '在此期间，可以使用“找回用户名”和“找回密码”。';
const FIND_OR_PROVE =
  '在此期间，可以使用“找回用户名”和“找回密码”，也可以通过“验证身份”解除此浏览器的限制，继续用用户名和密码登录。';
const FIND_OR_PASSWORD = '在此期间，可以使用“找回用户名”和“找回密码”，也可以用用户名和密码登录。';
const OTHER_WAY = '在此期间，仍然可以用用户名和密码登录。';

const limits: Readonly<Record<LimitName, readonly [string, string]>> = {
  codesToPhone: [
    '此手机号码1小时内获取验证码的次数已用完',
    '在此期间，仍然可以用用户名和密码登录，或更换手机号码。',
  ],
  codesToEmail: ['此邮箱1小时内获取验证码的次数已用完', '在此期间，仍然可以用用户名和密码登录，或改用手机。'],
  codesByDevice: ['此浏览器1小时内获取验证码的次数已用完', OTHER_WAY],
  wrongCodes: ['验证码输错的次数过多', OTHER_WAY],
  pictures: ['此浏览器或网络1小时内获取图片验证码的次数已用完', OTHER_WAY],
  registerByDevice: [
    '此浏览器一天内注册的次数已用完',
    '在此期间，可以登录已有的账号，或使用“找回用户名”和“找回密码”。',
  ],
  registerByPhone: [
    '此手机号码一天内注册的次数已用完',
    '在此期间，可以登录已有的账号，或使用“找回用户名”和“找回密码”。',
  ],
  numbersByPhone: [
    '此手机号码一天内提交证件号码的次数已用完',
    '在此期间，可以登录已有的账号，或使用“找回用户名”和“找回密码”。',
  ],
  signInByName: ['此用户名、手机号码或证件号码登录错误次数过多', FIND_OR_PROVE],
  signInByBrowser: ['此浏览器登录此账号的错误次数过多', FIND],
  signInByDevice: ['此浏览器1小时内登录失败的账号过多', FIND],
  findByFacts: ['此用户名或证件号码查找的次数过多', OTHER_WAY],
  findByDevice: ['此浏览器1小时内查找的次数已用完', OTHER_WAY],
  byAddress: ['所在网络的操作次数过多', '在此期间，登录过您账号的浏览器仍然可以用用户名和密码登录。'],
  signInByNetwork: [
    '所在网络登录错误次数过多',
    '在此期间，登录过您账号的浏览器不受影响；也可以通过“验证身份”解除此浏览器的限制，继续用用户名和密码登录。',
  ],
  registerByNetwork: [
    '所在网络同时注册的人较多',
    '请稍等1-2分钟再试；在此期间，可以登录已有的账号，或使用“找回用户名”和“找回密码”。',
  ],
  bindingsByAccount: ['此账号{hours}小时内绑定微信或支付宝的次数已用完', FIND_OR_PASSWORD],
  scansByBrowser: ['此浏览器{hours}小时内使用微信或支付宝扫码的次数已用完', FIND_OR_PASSWORD],
  scansByPerson: ['此微信或支付宝{hours}小时内扫码登录的次数已用完', FIND_OR_PASSWORD],
  confirmations: ['此账号输入登录密码的错误次数过多', '在此期间，可以退出登录，使用“找回密码”重新设置密码。'],
  changes: ['此账号一天内修改的次数已用完', '在此期间，账号的其他功能可以正常使用。'],
  emailByDomain: [
    '这一邮箱服务商的邮箱，1小时内用于注册的次数已用完',
    '您可以不填写邮箱完成注册，登录后在“账号管理”中绑定没有使用过的邮箱。',
  ],
  emailByRange: [
    '所在网络1小时内用邮箱注册的次数已用完',
    '您可以不填写邮箱完成注册，登录后在“账号管理”中绑定没有使用过的邮箱。',
  ],
  reviewSendings: ['此账号一天内提交客服审核的次数已用完（每天3次）', '在此期间，可以选择其他途径核验身份。'],
  reviewUploads: ['此账号1小时内上传照片的次数已用完', '已收到的照片仍然有效，可以选择其他途径核验身份。'],
  studentRecords: [
    '此账号一天内核对学籍学历信息的次数已用完（每天5次）',
    '在此期间，可以选择其他途径核验身份。',
  ],
  appChecks: ['此账号一天内开始APP自助验证的次数已用完', '在此期间，可以选择其他途径核验身份。'],
  classmateCodes: [
    '此请求一天内输入核对码的错误次数过多',
    '请向同学本人当面确认。在此期间，可以谢绝此请求，账号的其他功能可以正常使用。',
  ],
  classmateRequests: [
    '此账号或证件号码一天内发送协助请求的次数已用完',
    '在此期间，已发送的请求继续有效，也可以选择其他途径核验身份。',
  ],
};

/** 操作过于频繁，操作被禁止: which limit it is, the exact minute it ends, and what works meanwhile. */
export function presentLimit({ limit, until, hours }: Limited): LimitModel {
  const [sentence, meanwhile] = limits[limit];
  const what = sentence.replace('{hours}', String(hours ?? ''));
  return {
    title: '操作过于频繁，操作被禁止',
    text: `${what}，${formatMinute(until)}解除限制，届时可以再次操作。`,
    meanwhile,
    link: meanwhile === FIND_OR_PROVE ? { path: '/account/sign-in/proof', label: '验证身份' } : null,
  };
}

/** 邮箱IP受限: what `email.error` says at the field. */
export function presentEmailLimit(limited: Limited): string {
  const { text, meanwhile } = presentLimit(limited);
  return `邮箱IP受限：${text}${meanwhile}`;
}
