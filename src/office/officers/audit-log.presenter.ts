import type { ListedAuditEntry } from '../../domain/audit/audit-list.repository';
import { officeActions } from '../../domain/officers/actions';
import { formatInstant } from '../../infrastructure/format-time';
import { type CodeNames, presentAuditDetail } from './audit-detail.presenter';

export interface AuditLine {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
  readonly detail: string;
  readonly address: string;
}

/** Names by id, for what a line refers to. */
export interface AuditNames extends CodeNames {
  readonly officers: ReadonlyMap<string, string>;
  /** 考生号. */
  readonly candidates: ReadonlyMap<string, string>;
}

/** One line of 操作记录. */
export function presentAuditEntry(entry: ListedAuditEntry, names: AuditNames): AuditLine {
  const { reason = '', ...rest } = entry.detail;
  const actions: Readonly<Record<string, string>> = officeActions;
  const actor =
    entry.actorKind === 'operator' ? '运维人员' : (names.officers.get(entry.actorId) ?? '（未知）');
  return {
    at: formatInstant(entry.at),
    actor,
    action: actions[entry.action] ?? entry.action,
    subject: presentSubject(entry, names),
    reason: String(reason ?? ''),
    detail: presentAuditDetail(rest, names),
    address: entry.address,
  };
}

/** What the number of a line belongs to. */
const subjectKinds: Readonly<Record<string, string>> = {
  account: '学信网账号',
  announcement: '公告',
  application: '志愿记录',
  counterCode: '柜台码',
  export: '志愿导出',
  import: '导入',
  list: '名单',
  plan: '招生计划',
  platform: '平台',
  printJob: '打印任务',
  reviewCase: '审核件',
  rulePack: '规则包',
  switch: '开关',
  signInRate: '登录排队',
};

function presentSubject({ subjectKind, subjectId }: ListedAuditEntry, names: AuditNames): string {
  if (subjectKind === 'officer') return names.officers.get(subjectId) ?? '（未知）';
  if (subjectKind === 'candidate') return `考生 ${names.candidates.get(subjectId) ?? subjectId}`;
  if (subjectKind === 'batch') return names.batches?.get(subjectId) ?? subjectId;
  if (subjectKind === 'school' || subjectKind === 'county') return names.places?.get(subjectId) ?? subjectId;
  const kind = subjectKinds[subjectKind];
  return kind === undefined ? subjectId : `${kind} ${names.others?.get(subjectId) ?? subjectId}`;
}
