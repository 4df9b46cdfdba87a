import type { AccountStatus } from './accounts';

/** One entry of the account centre's menu, for accounts of these states. */
export interface AccountMenuEntry {
  readonly label: string;
  /** The entry is current on these pages and on all below them, but for 个人信息. */
  readonly path: string;
  readonly states: readonly AccountStatus[];
}

export const accountMenu: readonly AccountMenuEntry[] = [
  { label: '个人信息', path: '/account', states: ['active', 'unproved'] },
];

/** The entries that an account may open. */
export function listAccountMenu(status: AccountStatus): readonly AccountMenuEntry[] {
  return accountMenu.filter(({ states }) => states.includes(status));
}
