/** What officers do, as 操作记录 names it. Every act that is written down has its line here. */
export const officeActions = {
  signIn: '登录',
  signInRefused: '登录失败',
  signInThrottled: '登录次数过多，未登录',
  signOut: '退出',
  setUpAccount: '首次登录，设置密码和动态密码',
  changePassword: '修改密码',
  createOfficer: '建立账号',
  disableOfficer: '停用账号',
  enableOfficer: '恢复账号',
  renewOfficer: '重新发放首次登录密码',
  changeWindow: '设置填报时间',
  lengthenWindow: '延长填报时间',
  searchCandidates: '查找考生',
  openRecord: '打开考生档案',
  issueCounterCode: '发放柜台码',
  requestCounterCode: '申请柜台码（须另一人批准）',
  approveCounterCode: '批准并发放柜台码',
  withdrawCounterCode: '收回柜台码',
  printLetters: '打印首次登录密码通知单',
  openCallList: '查看催填名单',
  downloadCallList: '下载催填名单',
  viewChoices: '查看考生志愿',
  switchOn: '打开应急开关',
  switchOff: '关闭应急开关',
} as const satisfies Readonly<Record<string, string>>;

export type OfficeAction = keyof typeof officeActions;
