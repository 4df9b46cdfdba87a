import { formatInstant } from '../../infrastructure/format-time';
import { maskCandidateNumber, maskName } from '../../rules/identity/masking';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { ReceiptFault } from './judge-paper';
import type { MissingPaper, Receipt } from './receipt.repository';
import { receiptNames } from './receipt-kind';

const sentences: Readonly<Record<ReceiptFault, string>> = {
  malformed: '编号有误：应为志愿表条码下面的12位数字，请重新扫描，或检查后重新输入！',
  unknown: '没有找到此编号的志愿表，或不属于本县。请检查编号！',
  superseded: '此表不是考生当前有效的志愿（已修改、覆盖或放弃），不能登记。请重新打印有效的志愿表！',
  notOver: '该批次填报还没有截止，志愿还可能修改，不能登记，请截止后再登记！',
  noUndertaking: '此表没有需要承诺书的志愿，不用登记承诺书，请扫描下一份！',
  repeated: '此表已登记过，没有重复登记，请扫描下一份。',
};

/** The red sentence beside the number. */
export function presentReceiptFault(fault: ReceiptFault): string {
  return sentences[fault];
}

interface ReceiptModel {
  readonly id: number;
  readonly kind: string;
  readonly candidate: string;
  readonly batch: string;
  readonly at: string;
}

export function presentReceipt(pack: RulePack, receipt: Receipt): ReceiptModel {
  return {
    id: receipt.id,
    kind: receiptNames[receipt.kind],
    candidate: `${maskCandidateNumber(receipt.candidateNumber)}　${maskName(receipt.name)}`,
    batch: pack.batches.find(({ code }) => code === receipt.batch)?.name ?? receipt.batch,
    at: formatInstant(receipt.markedAt),
  };
}

export function presentMissing({ candidateNumber, name, schoolName, className }: MissingPaper) {
  return {
    candidateNumber: maskCandidateNumber(candidateNumber),
    name: maskName(name),
    schoolName,
    className,
  };
}
