import { formatInstant } from '../../infrastructure/format-time';
import type { ExportRefusal } from './export.service';
import type { LayoutFault } from './layout';
import { type ExportState, KEPT_DAYS, type ListExport } from './list-export.repository';

export const exportRefusals: Readonly<Record<ExportRefusal, string>> = {
  open: '【{batch}】的填报还没有全部截止，不能导出。请在所有填报时间截止后再操作。',
  sameOfficer: '申请人不能批准自己的申请。请由另一名省招办工作人员登录自己的账号批准。',
  decided: '该申请已处理过，没有重复执行。请查看下面的结果。',
};

const states: Readonly<Record<ExportState, string>> = {
  requested: '等待另一名工作人员批准',
  refused: '不予批准',
  running: '正在生成',
  stopped: '已停止',
  failed: '没有完成，请重新申请',
  done: '已完成',
};

interface ExportLine {
  readonly id: number;
  readonly state: ExportState;
  readonly batches: string;
  readonly reason: string;
  readonly requested: string;
  readonly decided: string;
  readonly progress: string;
  readonly files: readonly string[];
  /** Its file can be fetched. */
  readonly kept: boolean;
}

/** One line of 志愿导出. */
export function presentExport(one: ListExport, nameBatch: (code: string) => string): ExportLine {
  const share = one.total === 0 ? 0 : Math.floor((one.written / one.total) * 100);
  return {
    id: one.id,
    state: one.state,
    batches: one.batches.map(nameBatch).join('、'),
    reason: one.reason,
    requested: `${one.requesterName}，${formatInstant(one.requestedAt)}`,
    decided: one.deciderName ?? '',
    progress: one.silent
      ? '生成中断，请停止后重新申请'
      : one.state === 'running'
        ? `${states.running}，${share}%`
        : one.state === 'done' && !one.kept
          ? `${states.done}，文件留存${KEPT_DAYS}天后已删除`
          : states[one.state],
    kept: one.kept,
    files: (one.manifest?.files ?? []).map(
      ({ name, lists, sha256 }) => `${name}：${lists}份志愿，SHA-256 ${sha256}`,
    ),
  };
}

const layoutFaults: Readonly<Record<LayoutFault['code'], (name: string) => string>> = {
  none: () => '请填写导出的列，一行一列！',
  unknown: (name) => `“${name}”不是可以导出的列，请按下面列出的名称填写！`,
  twice: (name) => `列名“${name}”重复，请删除一行或改用其他名称！`,
  long: (name) => `列名“${name}”太长，请缩短到30个字以内！`,
};

/** Why a layout is not taken, in a sentence. */
export const presentLayoutFault = (fault: LayoutFault): string =>
  layoutFaults[fault.code]('name' in fault ? fault.name : '');
