/** What a detail of an audit entry is called on the page; one that is not here keeps its own name. */
export const detailNames: Readonly<Record<string, string>> = {
  account: '账号',
  after: '改为',
  as: '形式',
  batch: '批次',
  before: '原来',
  by: '查找方式',
  changed: '变化的行',
  changes: '变化',
  class: '班级',
  clashes: '同一人的行',
  closed: '已截止',
  code: '代码',
  codes: '原因',
  concerned: '涉及项数',
  county: '县区',
  draft: '录入单',
  early: '截止前',
  fileHash: '文件校验值',
  fileName: '文件',
  found: '找到',
  half: '录入人序号',
  kind: '种类',
  letters: '份数',
  missing: '名单',
  part: '分册',
  plan: '计划',
  police: '报案回执',
  present: '本人到场',
  purpose: '业务',
  rate: '每秒放行人数',
  reason: '理由',
  base: '原规则包',
  count: '处数',
  drift: '不一致之处',
  key: '密钥编号',
  atOnce: '旧密钥立即作废',
  receipt: '登记号',
  repaired: '自动更正',
  requestedBy: '申请人',
  approvedBy: '批准人',
  issuedBy: '发放人',
  unreleased: '首次登录密码未核准',
  restoration: '恢复申请',
  restored: '恢复后版本',
  round: '轮次',
  rows: '行数',
  school: '学校',
  sentBy: '提交人',
  state: '状态',
  accounts: '账号数',
  answer: '答复',
  approval: '批准编号',
  candidates: '考生人数',
  filing: '填报情况',
  first: '首次',
  group: '批次组',
  heading: '栏目',
  id: '编号',
  inserted: '新增',
  kept: '保留',
  list: '名单',
  network: '网络',
  phrase: '密码验证信息',
  record: '记录',
  removed: '删除',
  request: '请求',
  rung: '验证方式',
  scope: '范围',
  settled: '办结',
  to: '发给',
  unchanged: '不变',
  updated: '修改',
  verdict: '结论',
  from: '起',
  until: '止',
  page: '页码',
  deleted: '删除',
  existing: '原有',
  year: '年度',
  held: '涉及的考生',
  batches: '批次',
  q: '查找',
  query: '查找',
  format: '格式',
  order: '顺序',
  mode: '方式',
  disputedAt: '所指操作的时间',
  address: '地址',
  url: '网址',
  sees: '可见信息',
  days: '天数',
  minutes: '分钟',
  window: '填报时间',
  line: '行',
  lines: '行数',
  ordinal: '次序',
  overwritten: '覆盖',
  excluded: '因不能兼报被覆盖',
  unheard: '没有回复',
  type: '类型',
  placed: '地点',
  place: '单位',
  role: '角色',
  signInName: '登录名',
  displayName: '姓名',
  countyCode: '县区',
  placeName: '单位名称',
  note: '备注',
  undone: '撤销',
  retractions: '撤销确认次数',
  way: '途径',
  sent: '已发送',
  subject: '对象',
  version: '版本',
};

const valueNames: Readonly<Record<string, string>> = {
  true: '是',
  false: '否',
  number: '考生号',
  identity: '证件号码',
  name: '姓名',
  candidateNumber: '考生号',
  identityNumber: '证件号码',
  phone: '手机号码',
};

/** What stands for a code in one field; the field `purpose` holds what a 柜台码 is for. */
const fieldValues: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  as: { page: '页面', print: '打印', pdf: 'PDF', csv: 'CSV', xlsx: 'XLSX' },
  rate: { default: '按服务器的设置' },
  purpose: {
    password: '密码重置',
    totp: '动态密码解除绑定',
    phoneChange: '手机号码修改',
    phoneDeletion: '手机号码删除',
    phrase: '密码验证信息重置',
    thaw: '志愿解冻',
  },
  kind: {
    places: '市县名单',
    officers: '工作人员',
    institutions: '院校名单',
    plans: '招生计划',
    statistics: '往年录取统计',
    candidates: '考生名册',
    qualifications: '资格名单',
    scores: '成绩',
    fileStates: '档案状态',
    evaluations: '考生评语与诚信档案',
    stamped: '盖章的志愿表',
    undertaking: '承诺书',
  },
  missing: {
    notSignedIn: '没有登录',
    notSaved: '没有保存',
    onlyDraft: '只有草稿',
    changed: '改过又没有保存',
  },
  state: { active: '正常', unproved: '待核验', suspended: '已停用', cancelled: '已注销' },
  rung: { totp: '动态密码', wechat: '微信', sms: '手机', phrase: '密码验证信息', counter: '柜台码' },
  verdict: {
    approved: '通过',
    refused: '不通过',
    claimant: '归申请账号',
    owner: '归原账号',
    neither: '都不通过',
  },
};

/** Names for the codes of a line, as far as they are known. */
export interface CodeNames {
  readonly officers?: ReadonlyMap<string, string>;
  readonly batches?: ReadonlyMap<string, string>;
  /** Rounds, candidate kinds: what a pack names beside its batches. */
  readonly others?: ReadonlyMap<string, string>;
  /** Counties and schools. */
  readonly places?: ReadonlyMap<string, string>;
}

const byBatch = new Set(['batch', 'batches', 'overwritten', 'excluded', 'group']);
const byPlace = new Set(['county', 'school', 'countyCode', 'schoolCode']);
const byOfficer = new Set(['requestedBy', 'approvedBy', 'issuedBy', 'sentBy']);

/** Who a window is for: `county 410122` as the places are called. */
const SCOPE = /(province|county|school|candidateKind|scoreBand)(?: ([^ ;]+))?/g;

function nameScopes(text: string, names: CodeNames): string {
  return text.replace(SCOPE, (_all, kind: string, of = '') => {
    if (kind === 'province') return `全省${of === '' ? '' : ` ${of}`}`;
    if (kind === 'scoreBand') return `总分${of.replace('..', '-')}`;
    return kind === 'candidateKind' ? `${names.others?.get(of) ?? of}考生` : (names.places?.get(of) ?? of);
  });
}

/** An id by itself, `officer 4` beside acts of the machine, or the operator of the command. */
function nameOfficer(text: string, names: CodeNames): string {
  if (text === 'operator') return '运维人员';
  return names.officers?.get(text.replace(/^officer /, '')) ?? text;
}

function nameValue(field: string, text: string, names: CodeNames): string {
  if (['scope', 'before', 'after'].includes(field)) return nameScopes(text, names);
  const listed = (map: ReadonlyMap<string, string> | undefined) =>
    text
      .split(/[、,]/)
      .map((one) => map?.get(one) ?? one)
      .join('、');
  if (byBatch.has(field)) return listed(names.batches);
  if (byPlace.has(field)) return listed(names.places);
  if (byOfficer.has(field)) return nameOfficer(text, names);
  return fieldValues[field]?.[text] ?? names.others?.get(text) ?? valueNames[text] ?? text;
}

/** The detail of one audit entry in a line of 操作记录: `查找方式：考生号，找到：1`. */
export function presentAuditDetail(detail: Readonly<Record<string, unknown>>, names: CodeNames = {}): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => {
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      return `${detailNames[name] ?? name}：${nameValue(name, text, names)}`;
    })
    .join('，');
}
