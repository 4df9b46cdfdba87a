import type { Knex } from 'knex';
import type { Scope } from '../../domain/officers/scope';
import { compareSchoolClasses } from '../../rules/filing/class-order';
import type { Batch } from '../../rules/pack/rule-pack';
import { type FiledGroup, queryFiled } from '../print-jobs/filed.repository';
import type { ReceiptKind } from './receipt-kind';

export interface Receipt {
  readonly id: number;
  readonly kind: ReceiptKind;
  readonly candidateId: number;
  readonly candidateNumber: string;
  readonly name: string;
  readonly batch: string;
  readonly markedAt: Date;
}

/** Whose a saved version is; null when there is none of this number. */
export async function findVersionOwner(db: Knex, versionId: number): Promise<number | null> {
  const row = await db('application_versions').where({ id: versionId }).first('candidate_id');
  return row?.candidate_id ?? null;
}

/** Records a paper. @returns its id; null when it is noted already. */
export async function insertReceipt(
  transaction: Knex,
  receipt: {
    readonly versionId: number;
    readonly candidateId: number;
    readonly kind: ReceiptKind;
    readonly officerId: number;
  },
): Promise<number | null> {
  const result = await transaction.raw<{ rows: { id: number }[] }>(
    `insert into form_receipts (version_id, candidate_id, kind, officer_id) values (?, ?, ?, ?)
     on conflict (version_id, kind) where undone_at is null do nothing returning id`,
    [receipt.versionId, receipt.candidateId, receipt.kind, receipt.officerId],
  );
  return result.rows[0]?.id ?? null;
}

/** Takes a note back. @returns how many rows changed: 0 when it was taken back before. */
export async function undoReceipt(transaction: Knex, id: number, officerId: number): Promise<number> {
  return transaction('form_receipts')
    .where({ id })
    .whereNull('undone_at')
    .update({ undone_by: officerId, undone_at: transaction.raw('clock_timestamp()') });
}

const columns = {
  id: 'form_receipts.id',
  kind: 'form_receipts.kind',
  candidateId: 'form_receipts.candidate_id',
  candidateNumber: 'candidates.candidate_number',
  name: 'candidates.name',
  batch: 'application_versions.batch_code',
  markedAt: 'form_receipts.marked_at',
} as const;

const queryReceipts = (db: Knex) =>
  db('form_receipts')
    .join('candidates', 'candidates.id', 'form_receipts.candidate_id')
    .join('application_versions', 'application_versions.id', 'form_receipts.version_id')
    .whereNull('undone_at')
    .select(columns);

export async function findReceipt(db: Knex, id: number): Promise<Receipt | null> {
  const row = await queryReceipts(db).where('form_receipts.id', id).first();
  return row ?? null;
}

/** What an officer noted last, newest first. */
export async function listOwnReceipts(db: Knex, officerId: number, limit: number | null): Promise<Receipt[]> {
  const query = queryReceipts(db)
    .where('form_receipts.officer_id', officerId)
    .orderBy('form_receipts.id', 'desc');
  return limit === null ? query : query.limit(limit);
}

const NOTED = `exists (select from form_receipts where form_receipts.version_id = held.current_version_id
  and form_receipts.kind = ? and undone_at is null)`;

/** A condition on `held`: its list holds a plan type for which the pack asks for a 承诺书. */
function describeDue(planTypes: readonly string[]): { sql: string; bindings: string[] } {
  if (planTypes.length === 0) return { sql: 'false', bindings: [] };
  const marks = planTypes.map((planType) => JSON.stringify({ planType }).slice(1, -1));
  const found = marks.map(() => 'position(? in canonical_body) > 0').join(' or ');
  return {
    sql: `exists (select from application_versions where application_versions.id = held.current_version_id and (${found}))`,
    bindings: marks,
  };
}

export interface ReceiptCount {
  readonly schoolCode: string;
  readonly schoolName: string;
  readonly className: string;
  readonly filed: number;
  readonly stamped: number;
  readonly archived: number;
  readonly due: number;
  readonly received: number;
}

/** How far each class of a scope has come in a batch. `planTypes`: those that ask for a 承诺书. */
export async function listReceiptCounts(
  db: Knex,
  scope: Scope,
  batch: Batch,
  planTypes: readonly string[],
): Promise<ReceiptCount[]> {
  const due = describeDue(planTypes);
  const count = (sql: string, bindings: readonly string[]) =>
    db.raw(`(count(*) filter (where ${sql}))::int`, [...bindings]);
  const rows: ReceiptCount[] = await queryFiled(db, scope, batch, { schoolCode: null, className: null })
    .groupBy('school_code', 'school_name', 'class_name')
    .select({
      schoolCode: 'school_code',
      schoolName: 'school_name',
      className: 'class_name',
      filed: db.raw('count(*)::int'),
      stamped: count(NOTED, ['stamped']),
      archived: count(NOTED, ['filed']),
      due: count(due.sql, due.bindings),
      received: count(`${due.sql} and ${NOTED}`, [...due.bindings, 'undertaking']),
    });
  return rows.sort(compareSchoolClasses);
}

export interface MissingPaper {
  readonly candidateNumber: string;
  readonly name: string;
  readonly schoolName: string;
  readonly className: string;
}

/** Whose paper of a kind is missing, `limit` at most (null: all), in order of school, class and 考生号. */
export async function listMissingPapers(
  db: Knex,
  scope: Scope,
  batch: Batch,
  wanted: FiledGroup & {
    readonly kind: ReceiptKind;
    readonly planTypes: readonly string[];
    readonly limit: number | null;
  },
): Promise<MissingPaper[]> {
  const query = queryFiled(db, scope, batch, wanted).whereRaw(`not ${NOTED}`, [wanted.kind]);
  if (wanted.kind === 'undertaking') {
    const due = describeDue(wanted.planTypes);
    query.whereRaw(due.sql, due.bindings);
  }
  const rows: (MissingPaper & { readonly schoolCode: string })[] = await query
    .orderBy('candidate_number')
    .select({
      schoolCode: 'school_code',
      candidateNumber: 'candidate_number',
      name: 'name',
      schoolName: 'school_name',
      className: 'class_name',
    });
  return rows.sort(compareSchoolClasses).slice(0, wanted.limit ?? undefined);
}
