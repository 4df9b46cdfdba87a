import type { FactorKind } from '../../domain/accounts/factor.repository';
import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { providerNames } from '../../domain/accounts/provider-names';
import type { Visit } from '../../infrastructure/http/as-visitor';
import type { ScanPurpose } from './scan.service';

/** Why a scan came to nothing. */
type ScanFailure =
  | 'stale'
  | 'declined'
  | 'refused'
  | 'unavailable'
  | 'notBound'
  | 'taken'
  | 'otherBound'
  | 'suspended'
  | 'otherOwner';

const sentences: Readonly<Record<ScanFailure, readonly [number, string]>> = {
  stale: [403, '此次扫码不是在这个浏览器发起的，或已失效、使用过。没有登录，也没有绑定。请重新扫码。'],
  declined: [403, '您没有同意{name}授权，扫码没有完成。如果需要，请重新扫码并点击“同意”。'],
  refused: [403, '{name}没有确认此次扫码，没有登录，也没有绑定。请重新扫码。'],
  unavailable: [503, '{name}暂时没有响应，没有登录，也没有绑定。请稍后重新扫码，或使用其他方式。'],
  notBound: [
    403,
    '此{name}还没有绑定学信网账号。请先用用户名和密码登录，在“账号管理”的“登录绑定”中绑定{name}，以后即可扫码登录。如果忘记用户名或密码，请先找回。',
  ],
  taken: [
    409,
    '此{name}已绑定了另一个学信网账号，没有绑定到当前账号。一个{name}只能绑定一个账号：请用它扫码登录那个账号，解除绑定后再试。',
  ],
  otherBound: [409, '当前账号已绑定了{name}，没有重复绑定。如果需要更换，请先解除绑定。'],
  otherOwner: [403, '扫码的{name}没有绑定当前账号，手机号码没有修改。请用绑定当前账号的{name}扫码。'],
  suspended: [
    403,
    '此{name}绑定的账号已停用：另一个账号核验了同一证件号码。如果不是您本人操作，请点击“提出异议”，也可以打开发送到您手机和邮箱的链接。',
  ],
};

const backs: Readonly<Record<ScanPurpose, { readonly path: string; readonly label: string }>> = {
  signIn: { path: '/account/sign-in', label: '返回登录' },
  bind: { path: '/account/factors', label: '返回登录绑定' },
  findUserName: { path: '/account/find-user-name', label: '返回找回用户名' },
  findPassword: { path: '/account/find-password', label: '返回找回密码' },
  proveOwner: { path: '/account/sign-in/proof', label: '返回验证身份' },
  changePhone: { path: '/account/phone/step', label: '返回修改手机号码' },
};

const titles: Readonly<Record<ScanPurpose, string>> = {
  signIn: '扫码登录',
  bind: '登录绑定',
  findUserName: '找回用户名',
  findPassword: '找回密码',
  proveOwner: '验证身份',
  changePhone: '修改手机号码',
};

/** Says that a scan came to nothing, why, and where to go on. */
export function renderScanFailure(
  visit: Visit,
  kind: FactorKind,
  purpose: ScanPurpose,
  failure: ScanFailure | Limited,
  objection: string | null = null,
): void {
  const signedIn = visit.req.session.account !== undefined;
  const page = { title: titles[purpose], back: backs[purpose], signIn: purpose === 'signIn', signedIn };
  const limited = typeof failure !== 'string';
  const [status, sentence] = limited ? [429, ''] : sentences[failure];
  const text = sentence.replaceAll('{name}', providerNames[kind]);
  const limit = limited ? presentLimit(failure) : null;
  visit.render(
    'account/factors/scan-failure',
    { ...page, text, limit, objection: objection ?? '' },
    { status },
  );
}
