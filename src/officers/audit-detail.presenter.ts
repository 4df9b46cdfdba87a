/** What a detail of an audit entry is called on the page; one that is not here keeps its own name. */
const detailNames: Readonly<Record<string, string>> = {
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
  receipt: '登记号',
  repaired: '自动更正',
  requestedBy: '申请人',
  restoration: '恢复申请',
  restored: '恢复后版本',
  round: '轮次',
  rows: '行数',
  school: '学校',
  sentBy: '提交人',
  state: '状态',
  version: '版本',
};

const valueNames: Readonly<Record<string, string>> = {
  true: '是',
  false: '否',
  number: '考生号',
  identity: '证件号码',
  name: '姓名',
};

/** The detail of one audit entry in a line of 操作记录: `查找方式：考生号，找到：1`. */
export function presentAuditDetail(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => {
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      return `${detailNames[name] ?? name}：${valueNames[text] ?? text}`;
    })
    .join('，');
}
