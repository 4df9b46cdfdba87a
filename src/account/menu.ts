import type { AccountStatus } from '../domain/accounts/account';
import { type MenuEntry, makeMenu } from '../infrastructure/http/menu';
import type { Route } from '../infrastructure/http/route';

/** The account centre's menu in its order: what an account that is proved finds there, and one that is not. */
const labels = {
  active: ['个人信息', '账号管理', '登录绑定', '已授权平台', '登录设备', '登录记录', '同学协助', '收件箱'],
  unproved: ['个人信息', '解决办法', '证件重复-客服审核', '注销账号'],
} as const;

export type AccountMenu = (status: AccountStatus) => readonly MenuEntry[];

/** @throws where routes and menu name different entries, or an entry leads where its account may not go */
export function createAccountMenu(routes: readonly Route<never>[]): AccountMenu {
  const entries = makeMenu([...new Set([...labels.active, ...labels.unproved])], routes);
  const listFor = (status: keyof typeof labels) =>
    labels[status].map((label) => {
      const entry = entries.find((one) => one.label === label && one.admits.includes(status));
      if (entry === undefined) throw new Error(`the entry ${label} leads where no ${status} account may go`);
      return entry;
    });
  const menus = { active: listFor('active'), unproved: listFor('unproved') };
  return (status) => (status === 'active' || status === 'unproved' ? menus[status] : []);
}
