/** Where 数据导入 stands. */
export const IMPORTS_PATH = '/office/imports';
