import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import { findBatch } from '../../rules/filing/groups';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { Consequence, DecisionRefusal } from './consequences';
import type { ListFate } from './judge-list';

/** Why a second officer's word changed nothing, and what to do. */
export const decisionTexts: Readonly<Record<DecisionRefusal, string>> = {
  sameOfficer: '申请人不能批准自己的申请。请由另一名省招办工作人员登录自己的账号批准。',
  decided: '该申请已处理过，没有重复执行。请查看操作记录。',
  untried:
    '已保存的志愿还没有全部试算，没有启用。请先在本页“用已保存的志愿试算”处完成试算，核对清单后再批准。',
  overtaken:
    '申请后，正在使用的规则包或涉及的批次、志愿有了变化，没有启用。请核对下面的清单，不予批准原来的申请，再重新申请；考生正在大量保存的，可以先打开应急开关“暂停保存志愿”。',
};

/** What becomes of a list, without final punctuation; of many sentences the first `most`. */
export function presentFate({ why, sentences }: ListFate, most: number): string {
  const plain = sentences.map((text) => text.replace(/[！!。]$/u, ''));
  if (why === 'notEligible') return `按新的规则，不再具有填报资格（${plain.join('；')}）`;
  if (why === 'exhausted') return '按新的规则，保存次数已用完，不能再修改';
  const rest = plain.length - most;
  return `按新的规则，志愿有以下问题：${plain.slice(0, most).join('；')}${rest > 0 ? `；还有${rest}处` : ''}`;
}

interface ShownConsequence {
  readonly batch: string;
  /** The owner of a list; '' of a batch. */
  readonly candidate: string;
  readonly text: string;
}

const ALL = Number.MAX_SAFE_INTEGER;

/** One line of what a pack does. `pack` is the one in force, which knows every batch that is concerned. */
export function presentConsequence(pack: RulePack, one: Consequence): ShownConsequence {
  const batch = findBatch(pack, one.batch)?.name ?? one.batch;
  switch (one.kind) {
    case 'batchGone':
      return { batch, candidate: '', text: '正在填报的批次，新规则包里没有，填报立即停止' };
    case 'batchChanged':
      return { batch, candidate: '', text: '正在填报的批次，规则变化' };
    case 'list':
      return { batch, candidate: one.candidateNumber, text: presentFate(one.fate, ALL) };
  }
}

/** Every line as a spreadsheet has it. */
export function tabulateConsequences(pack: RulePack, consequences: readonly Consequence[]) {
  return tabulate<ShownConsequence & { readonly position: number }>(
    [
      ['序号', ({ position }) => position],
      ['批次', ({ batch }) => batch],
      ['考生号', ({ candidate }) => candidate],
      ['后果', ({ text }) => text],
    ],
    consequences.map((one, index) => ({ position: index + 1, ...presentConsequence(pack, one) })),
  );
}
