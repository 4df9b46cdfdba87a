/** Everything of 招生考试机构工作平台 stands below this; its cookies go nowhere else. */
export const OFFICE_PATH = '/office';

/** Whether an address is the exam office's. Case counts, as it does for the path of a cookie. */
export function isOfficePath(path: string): boolean {
  return path === OFFICE_PATH || path.startsWith(`${OFFICE_PATH}/`);
}
