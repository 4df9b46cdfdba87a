import type { ApplicationVersion } from '../../domain/choice-lists/application.repository';
import { nameDevice } from '../../infrastructure/browser-name';
import { formatInstant } from '../../infrastructure/format-time';
import type { RestorationRefusal } from './put-back';
import type { Restoration } from './restoration.repository';

/** Why nothing was done, and what to do. */
export const refusalTexts: Readonly<Record<RestorationRefusal, string>> = {
  abandoned: '该考生已放弃这组志愿，放弃是最终的，不能恢复。本次操作没有执行。',
  inForce: '所选的保存记录就是当前有效的志愿，不用恢复。请核对后选择篡改之前的保存记录。',
  batchGone: '所选保存记录的批次不在现行规则中，不能恢复。请与运维人员联系。',
  pending: '该考生这组志愿已有等待批准的恢复申请。请先处理原来的申请。',
  sameOfficer: '申请人不能批准自己的申请。请由另一名省招办工作人员登录自己的账号批准。',
  decided: '该申请已处理过，没有重复执行。请查看下面的结果。',
};

interface RestorationLine {
  readonly id: number;
  readonly candidate: string;
  readonly version: string;
  readonly policeReport: string;
  readonly reason: string;
  readonly requested: string;
  readonly decided: string;
}

/** Where a version came from; `browsers`: what the candidate's devices said of themselves. */
export function presentOrigin(
  { restoredBy, typedBy, address, device }: ApplicationVersion,
  browsers: ReadonlyMap<string, string>,
): string {
  if (restoredBy !== null) return '两名工作人员恢复';
  if (typedBy !== null) return '两名工作人员按纸质志愿表录入';
  return `${address}，${nameDevice(device, browsers.get(device) ?? '', '')}`;
}

/** One line of 志愿恢复. */
export function presentRestoration(one: Restoration, nameBatch: (code: string) => string): RestorationLine {
  return {
    id: one.id,
    candidate: `${one.candidateName}（${one.candidateNumber}）`,
    version: `${nameBatch(one.batch)}，第${one.saveNumber}次保存，${formatInstant(one.savedAt)}（记录号${one.ordinal}）`,
    policeReport: one.policeReport,
    reason: one.reason,
    requested: `${one.requesterName}，${formatInstant(one.requestedAt)}`,
    decided: presentDecision(one),
  };
}

function presentDecision({ decision, deciderName, decidedAt, decisionReason }: Restoration): string {
  if (decision === null || decidedAt === null) return '等待另一名工作人员批准';
  const who = `${deciderName}，${formatInstant(decidedAt)}`;
  return decision === 'approved' ? `已恢复（${who}）` : `不予恢复（${who}）：${decisionReason}`;
}
