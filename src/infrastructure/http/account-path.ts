/** Everything of the account centre (学信网账号) stands below this; its cookies go nowhere else. */
export const ACCOUNT_PATH = '/account';

/** Whether an address is the account centre's. Case counts, as it does for the path of a cookie. */
export function isAccountPath(path: string): boolean {
  return path === ACCOUNT_PATH || path.startsWith(`${ACCOUNT_PATH}/`);
}
