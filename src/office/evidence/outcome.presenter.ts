const outcomes: Readonly<Record<string, string>> = {
  saved: '保存成功',
  replayed: '重复提交，返回原来的回执',
  refused: '不能保存',
  violations: '内容不符合规则，没有保存',
  unconfirmed: '等待考生确认修改内容',
  proofNeeded: '等待考生验证身份',
  tokenReused: '页面已保存过另一份志愿，没有保存',
  behind: '另一窗口的草稿较新，没有保存',
  notOpened: '没有进入填报页面，没有保存',
  expired: '填报页面超时，没有保存',
  overwriteUnconfirmed: '等待考生确认覆盖',
  stopped: '保存已暂停，没有保存',
  overtaken: '录入纸质志愿表期间已另有保存，没有保存',
  failed: '没有保存',
};

const states: Readonly<Record<string, string>> = {
  abandoned: '已放弃',
  abandonedEmpty: '已放弃',
  notEligibleFiled: '不具填报资格',
  notEligible: '不具填报资格',
  closedFiled: '填报已截止',
  closedEmpty: '填报已截止',
  noWindow: '没有填报时间',
  notYetOpenFiled: '未到填报时间',
  notYetOpen: '未到填报时间',
  frozen: '已冻结',
  frozenEmpty: '已冻结',
  savedExhausted: '修改次数已用完',
  savedFixed: '此时不能修改',
  savedCooling: '距离上次保存未满规定时间',
  barred: '已填报不能兼报的批次，且其已截止或已确认',
  confirmed: '志愿已确认',
  groupExhausted: '同组保存次数已用完',
  createNotPermitted: '此时不能首次填报',
  groupCooling: '距离同组上次保存未满规定时间',
};

/** What became of an attempt; never what was chosen. */
export function presentOutcome(outcome: string, detail: Readonly<Record<string, unknown>>): string {
  const said = outcomes[outcome] ?? outcome;
  const reason = describe(detail);
  return reason === '' ? said : `${said}：${reason}`;
}

function describe({ state, codes, code, version }: Readonly<Record<string, unknown>>): string {
  if (typeof version === 'number') return `记录${version}`;
  if (typeof state === 'string') return states[state] ?? state;
  if (typeof code === 'string') return code;
  if (!Array.isArray(codes)) return '';
  return [...new Set(codes.map((one: { code?: unknown }) => String(one.code ?? '')))].join('、');
}

const signIns: Readonly<Record<string, string>> = {
  signedIn: '登录成功',
  totpNeeded: '密码正确，等待输入动态密码',
  firstSignIn: '首次登录',
  wrongPassword: '密码错误，未登录',
  wrongTotp: '动态密码错误，未登录',
  accountAccepted: '学信网账号已核验',
  throttled: '错误次数过多，未登录',
};

export function presentSignInOutcome(outcome: string): string {
  return signIns[outcome] ?? outcome;
}

const ownActs: Readonly<Record<string, string>> = {
  saveChoiceList: '保存志愿',
  abandonGroup: '放弃志愿',
  confirmList: '确认志愿',
  retractConfirmation: '撤销确认',
  changePassword: '修改登录密码',
  resetPassword: '重置登录密码',
  setFirstPassword: '首次登录设置密码',
  resetPhrase: '重置密码验证信息',
  disputeAct: '不是我操作（冻结）',
  thaw: '解冻',
  findCandidateNumber: '找回考生号',
  useCounterCode: '使用柜台码',
  bindPhone: '登记手机号码',
  changePhone: '修改手机号码',
  deletePhone: '删除手机号码',
  bindTotp: '绑定动态密码',
  unbindTotp: '解除绑定动态密码',
  bindWechat: '绑定微信',
  unbindWechat: '解除绑定微信',
  linkAccount: '关联学信网账号',
  unlinkAccount: '取消关联学信网账号',
};

export function presentOwnAct(action: string): string {
  return ownActs[action] ?? action;
}

const messageKinds: Readonly<Record<string, string>> = {
  choiceListSaved: '志愿保存提醒',
  paperListSaved: '纸质志愿表已录入保存',
  abandoned: '志愿放弃提醒',
  listConfirmed: '志愿确认提醒',
  confirmationRetracted: '撤销确认提醒',
  draftReminder: '草稿未保存提醒',
  confirmationReminder: '志愿未确认提醒',
  passwordChanged: '登录密码已修改',
  passwordReset: '登录密码已重置',
  passwordSet: '首次登录已设置密码',
  phoneBound: '手机号码已登记',
  phoneChanged: '手机号码已修改',
  phoneDeleted: '手机号码已删除',
  phraseChanged: '密码验证信息已重置',
  totpBound: '动态密码已绑定',
  totpUnbound: '动态密码已解除',
  wechatBound: '微信已绑定',
  wechatUnbound: '微信已解除',
  accountLinked: '已关联学信网账号',
  accountUnlinked: '已取消关联学信网账号',
  frozen: '已冻结',
  thawed: '已解冻',
  choicesViewed: '志愿由招生考试机构查看',
  choicesRestored: '志愿已恢复',
  planChanged: '招生计划有变化',
  factsChanged: '考生信息有变化',
  rulesChanged: '填报规则有变化',
  supplementMade: '可以填报征集',
  officeNotice: '招生考试机构通知',
  code: '验证码',
};

export function presentMessageKind(kind: string): string {
  return messageKinds[kind] ?? (kind.startsWith('code') ? '验证码' : kind);
}
