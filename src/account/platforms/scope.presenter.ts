import type { PlatformScope } from './platform';

/** What a platform sees, as pages name it. */
export const scopeNames: Readonly<Record<PlatformScope, string>> = {
  openid: '您的统一身份标识（一串与证件号码无关的字符，重新注册后不变）',
  profile: '姓名',
  identity: '证件号码（只显示前两位和后两位）',
};

const shortNames: Readonly<Record<PlatformScope, string>> = {
  openid: '统一身份标识',
  profile: '姓名',
  identity: '证件号码（前两位和后两位）',
};

/** One line: 统一身份标识、姓名. */
export function presentScopes(scopes: readonly PlatformScope[]): string {
  return scopes.map((scope) => shortNames[scope]).join('、');
}
