import { formatInstant } from '../../infrastructure/format-time';
import type { SupplementRefusal } from './plan-supplement';

/** Why a 征集 cannot be made, in a sentence for the field. */
export function presentSupplementFault(fault: SupplementRefusal): string {
  const until = 'until' in fault && fault.until !== undefined ? formatInstant(fault.until) : '';
  switch (fault.code) {
    case 'unknownBatch':
      return '请选择要征集的批次！';
    case 'packFault':
      return `派生的规则包有误（${fault.place ?? ''}），不能建立征集，请先改正规则包！`;
    case 'running':
      return `这个批次或它的征集正在填报，${until}截止；请在截止后建立征集！`;
    case 'past':
      return '开始时间已过，请填写一个将来的时间！';
    case 'overlaps':
      return `这个批次或它的征集到${until}才截止，征集的开始时间不能早于这一时刻，请改为这一时刻或更晚！`;
    case 'order':
      return '截止时间必须晚于开始时间，请检查后重新输入！';
    case 'hours':
      return '按每天的时间算，开始、截止时间之间没有可以填报的时段，请检查后重新输入！';
  }
}
