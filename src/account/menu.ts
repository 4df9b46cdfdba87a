import type { AccountStatus } from '../domain/accounts/account';

/** One entry of the account centre's menu, for accounts of these states. */
interface AccountMenuEntry {
  readonly label: string;
  /** The entry is current on these pages and on all below them, but for 个人信息. */
  readonly path: string;
  readonly states: readonly AccountStatus[];
}

const accountMenu: readonly AccountMenuEntry[] = [
  { label: '个人信息', path: '/account', states: ['active', 'unproved'] },
  { label: '解决办法', path: '/account/solutions', states: ['unproved'] },
  { label: '证件重复-客服审核', path: '/account/review', states: ['unproved'] },
  { label: '注销账号', path: '/account/closing', states: ['unproved'] },
  { label: '账号管理', path: '/account/security', states: ['active'] },
  { label: '登录绑定', path: '/account/factors', states: ['active'] },
  { label: '已授权平台', path: '/account/platforms', states: ['active'] },
  { label: '登录设备', path: '/account/sessions', states: ['active'] },
  { label: '登录记录', path: '/account/sign-ins', states: ['active'] },
  { label: '同学协助', path: '/account/classmates', states: ['active'] },
  { label: '收件箱', path: '/account/inbox', states: ['active'] },
];

/** The entries that an account may open. */
export function listAccountMenu(status: AccountStatus): readonly AccountMenuEntry[] {
  return accountMenu.filter(({ states }) => states.includes(status));
}
