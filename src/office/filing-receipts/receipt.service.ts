import { auditOfficer } from '../../domain/officers/audit-officer';
import { narrowToOwn } from '../../domain/officers/scope';
import { findCandidateWithin } from '../../domain/officers/scope.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Batch } from '../../rules/pack/rule-pack';
import type { FiledGroup } from '../print-jobs/filed.repository';
import type { CounterVisitor } from '../service-desk/record.service';
import { judgePaper, type ReceiptFault, type ReceiptParts } from './judge-paper';
import {
  findReceipt,
  insertReceipt,
  listMissingPapers,
  listOwnReceipts,
  listReceiptCounts,
  type MissingPaper,
  type Receipt,
  type ReceiptCount,
  undoReceipt,
} from './receipt.repository';
import type { ReceiptKind } from './receipt-kind';

type Marking =
  | { readonly outcome: 'marked'; readonly id: number }
  | { readonly outcome: 'refused'; readonly fault: ReceiptFault };

export const undoPurpose = (id: number) => `undoReceipt|${id}`;

const OWN = 10;
export const MAX_MISSING = 500;

const planTypes = ({ reference }: ReceiptParts) =>
  reference
    .current()
    .calendar.pack.undertakings.filter(({ agreedInForm }) => agreedInForm !== true)
    .map(({ planType }) => planType);

/** @throws AppError notFound outside the scope or when it was taken back */
async function getReceipt(parts: ReceiptParts, { scope }: CounterVisitor, id: number): Promise<Receipt> {
  const { db } = parts;
  const receipt = await findReceipt(db, id);
  const candidate = receipt && (await findCandidateWithin(db, scope, receipt.candidateId));
  if (receipt === null || candidate === null) throw notFound();
  return receipt;
}

/** Records the paper of a scanned or typed number. */
async function markPaper(
  parts: ReceiptParts,
  visitor: CounterVisitor,
  kind: ReceiptKind,
  typed: string,
): Promise<Marking> {
  const judged = await judgePaper(parts, visitor, kind, typed);
  if (judged.fault !== undefined) return { outcome: 'refused', fault: judged.fault };
  const { officer, origin } = visitor;
  return parts.db.transaction(async (transaction): Promise<Marking> => {
    const id = await insertReceipt(transaction, { ...judged, kind, officerId: officer.id });
    if (id === null) return { outcome: 'refused', fault: 'repeated' };
    await auditOfficer(transaction, officer, origin, {
      action: 'markReceipt',
      subjectKind: 'candidate',
      subjectId: judged.candidateId,
      detail: { kind, receipt: id },
    });
    return { outcome: 'marked', id };
  });
}

/** Those of the officer, the newest first; of very many the newest, but for `whole`. */
function listOwn(
  { db }: ReceiptParts,
  { officer }: CounterVisitor,
  { whole }: { readonly whole: boolean },
): Promise<readonly Receipt[]> {
  return listOwnReceipts(db, officer.id, whole ? null : OWN);
}

/** @throws AppError notFound, conflict when another took it back meanwhile */
async function undoMark(
  parts: ReceiptParts,
  visitor: CounterVisitor,
  id: number,
  reason: string,
  token: string,
): Promise<void> {
  const { db, tokens } = parts;
  const receipt = await getReceipt(parts, visitor, id);
  const { officer, origin } = visitor;
  await db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, undoPurpose(receipt.id));
    if ((await undoReceipt(transaction, receipt.id, officer.id)) !== 1) throw new AppError('conflict', 409);
    await auditOfficer(transaction, officer, origin, {
      action: 'undoReceipt',
      subjectKind: 'candidate',
      subjectId: receipt.candidateId,
      detail: { kind: receipt.kind, receipt: receipt.id, reason },
    });
  });
}

function listCounts(
  parts: ReceiptParts,
  { scope }: CounterVisitor,
  batch: Batch,
): Promise<readonly ReceiptCount[]> {
  return listReceiptCounts(parts.db, narrowToOwn(scope), batch, planTypes(parts));
}

function listMissing(
  parts: ReceiptParts,
  { scope }: CounterVisitor,
  batch: Batch,
  kind: ReceiptKind,
  group: FiledGroup,
  limit: number | null,
): Promise<readonly MissingPaper[]> {
  return listMissingPapers(parts.db, narrowToOwn(scope), batch, {
    ...group,
    kind,
    planTypes: planTypes(parts),
    limit,
  });
}

/** 登记: what became of the papers that a county prints, stamps and files (S17). */
export function createReceiptService(parts: ReceiptParts) {
  return bindParts(parts, { getReceipt, mark: markPaper, listOwn, undo: undoMark, listCounts, listMissing });
}

export type ReceiptService = ReturnType<typeof createReceiptService>;
