import type { Knex } from 'knex';
import type { Part } from '../../infrastructure/database/named-values';
import { defineStatement, listColumns, send } from '../../infrastructure/database/statement';
import type { ChoiceList } from '../../rules/filing/choice-list';

/** What a candidate has typed and not saved: kept as typed, never counted, never printed as 志愿. */
export interface Draft {
  readonly batch: string;
  readonly revision: number;
  /** The page that wrote it last. */
  readonly tab: string;
  readonly choices: ChoiceList;
  readonly updatedAt: Date;
  /** When a whole list took the place of what was typed, which can be brought back; null: nothing can. */
  readonly replacedAt: Date | null;
}

const columns = {
  batch: 'batch_code',
  revision: 'revision',
  tab: 'tab',
  choices: 'fields',
  updatedAt: 'updated_at',
  replacedAt: 'replaced_at',
} as const;

const selectDraft = defineStatement<Draft>(
  `select ${listColumns(columns)} from application_drafts where candidate_id = $1 and batch_code = $2`,
);

export function findDraft(db: Knex, candidateId: number, batch: string): Promise<Draft | null> {
  return send(
    db,
    selectDraft.query([candidateId, batch], ([row]) => row ?? null),
  );
}

/** The draft among what a form is shown from, by `:candidate` and `:batch`. */
export const draftPart: Part = {
  columns,
  from: 'application_drafts where candidate_id = :candidate and batch_code = :batch',
};

/** Which page wrote the draft last, by `:candidate` and `:batch`. */
export type DraftTrace = Pick<Draft, 'revision' | 'tab'>;

export const draftTrace: Part = {
  columns: { revision: columns.revision, tab: columns.tab },
  from: 'application_drafts where candidate_id = :candidate and batch_code = :batch',
};

/** Codes of the batches for which a draft is kept. */
export function listDraftBatches(db: Knex, candidateId: number): Promise<readonly string[]> {
  return send(
    db,
    selectBatches.query([candidateId], (rows) => rows.map(({ batch }) => batch)),
  );
}

const selectBatches = defineStatement<Pick<Draft, 'batch'>>(
  'select batch_code as "batch" from application_drafts where candidate_id = $1',
);

interface DraftWrite {
  readonly candidateId: number;
  readonly batch: string;
  readonly tab: string;
  /** How often this page has sent something: what it sent earlier never takes the place of what it sent later. */
  readonly step: number;
  /** The revision this page last knew; 0 when it knew of none. */
  readonly revision: number;
  readonly choices: ChoiceList;
  readonly at: Date;
}

/**
 * Keeps a draft, provided that no other page has written since this one last looked, and that the form was opened:
 * a draft still under way when its form is saved must not come back. It holds the opening, which a save takes away
 * before it takes the draft. Of one page's copies the latest stays, in whichever order they arrive.
 * @returns the new revision, or null when it was not kept.
 */
export async function keepDraft(db: Knex, write: DraftWrite): Promise<number | null> {
  const result = await db.raw<{ rows: { revision: number }[] }>(
    `insert into application_drafts as kept (candidate_id, batch_code, tab, step, fields, updated_at)
     select candidate_id, batch_code, ?, ?, ?::json, ?::timestamptz from form_openings where candidate_id = ? and batch_code = ? for key share
     on conflict (candidate_id, batch_code) do update
       set revision = kept.revision + 1, tab = excluded.tab, step = excluded.step, fields = excluded.fields,
           updated_at = excluded.updated_at
       where case when kept.tab = excluded.tab then kept.step <= excluded.step else kept.revision = ? end
     returning revision`,
    [
      write.tab,
      write.step,
      JSON.stringify(write.choices),
      write.at,
      write.candidateId,
      write.batch,
      write.revision,
    ],
  );
  return result.rows[0]?.revision ?? null;
}

/**
 * Puts a whole list in the place of what the form shows, which is kept beside it; as guarded as `keepDraft`.
 * @returns the new revision, or null when another page has written, or the form was saved
 */
export async function replaceDraft(
  db: Knex,
  { replaced, ...write }: Omit<DraftWrite, 'step'> & { readonly replaced: ChoiceList },
): Promise<number | null> {
  const result = await db.raw<{ rows: { revision: number }[] }>(
    `insert into application_drafts as kept (candidate_id, batch_code, tab, fields, replaced, updated_at, replaced_at)
     select candidate_id, batch_code, :tab, :fields::json, :replaced::json, :at::timestamptz, :at::timestamptz
       from form_openings where candidate_id = :candidate and batch_code = :batch for key share
     on conflict (candidate_id, batch_code) do update
       set revision = kept.revision + 1, tab = excluded.tab, step = 0, fields = excluded.fields,
           replaced = excluded.replaced, updated_at = excluded.updated_at, replaced_at = excluded.replaced_at
       where kept.revision = :revision
     returning revision`,
    {
      tab: write.tab,
      fields: JSON.stringify(write.choices),
      replaced: JSON.stringify(replaced),
      at: write.at,
      candidate: write.candidateId,
      batch: write.batch,
      revision: write.revision,
    },
  );
  return result.rows[0]?.revision ?? null;
}

/**
 * Changes a draft with what stood in its place before: done twice, it is as it was.
 * @returns how many rows were changed: none where another page has written, or nothing stood there
 */
export async function bringDraftBack(db: Knex, write: Omit<DraftWrite, 'step' | 'choices'>): Promise<number> {
  const result = await db.raw<{ rowCount: number }>(
    `update application_drafts
     set fields = replaced, replaced = fields, replaced_at = ?::timestamptz, updated_at = ?::timestamptz,
         revision = revision + 1, tab = ?, step = 0
     where candidate_id = ? and batch_code = ? and revision = ? and replaced is not null`,
    [write.at, write.at, write.tab, write.candidateId, write.batch, write.revision],
  );
  return result.rowCount;
}

/**
 * Keeps what a page typed that pressed 保存志愿 when its form had been closed by another page's save. What a third page
 * has kept stays.
 * @returns how many rows were kept
 */
export async function keepLateDraft(db: Knex, write: Omit<DraftWrite, 'revision'>): Promise<number> {
  const { candidateId, batch } = write;
  const result = await db.raw<{ rowCount: number }>(
    `insert into application_drafts as kept (candidate_id, batch_code, tab, step, fields, updated_at)
     values (?, ?, ?, ?, ?::json, ?::timestamptz)
     on conflict (candidate_id, batch_code) do update
       set revision = kept.revision + 1, step = excluded.step, fields = excluded.fields,
           updated_at = excluded.updated_at
       where kept.tab = excluded.tab and kept.step <= excluded.step`,
    [candidateId, batch, write.tab, write.step, JSON.stringify(write.choices), write.at],
  );
  return result.rowCount;
}

/** Takes drafts and openings of several batches away, when their group is given up. */
export async function clearFiling(
  transaction: Knex,
  candidateId: number,
  batches: readonly string[],
): Promise<void> {
  const rows = { candidate_id: candidateId };
  await transaction('form_openings').where(rows).whereIn('batch_code', batches).delete();
  await transaction('application_drafts').where(rows).whereIn('batch_code', batches).delete();
}

const removeDraft = defineStatement(
  'delete from application_drafts where candidate_id = $1 and batch_code = $2',
);

/** Takes the draft away; a draft that is not there is no fault. */
export async function deleteDraft(db: Knex, candidateId: number, batch: string): Promise<void> {
  await removeDraft(db, [candidateId, batch]);
}
