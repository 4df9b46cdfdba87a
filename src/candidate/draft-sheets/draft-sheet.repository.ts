import type { Knex } from 'knex';
import { defineStatement, listColumns } from '../../infrastructure/database/statement';
import type { ChoiceList } from '../../rules/filing/choice-list';

/** 志愿草表 of one batch: a list prepared at leisure. It is no draft of a form and no save. */
interface DraftSheet {
  readonly batch: string;
  readonly choices: ChoiceList;
  readonly updatedAt: Date;
  /** When a whole list took the place of what was typed, which can be brought back; null: nothing can. */
  readonly replacedAt: Date | null;
}

const columns = {
  batch: 'batch_code',
  choices: 'choices',
  updatedAt: 'updated_at',
  replacedAt: 'replaced_at',
} as const;

const selectSheet = defineStatement<DraftSheet>(
  `select ${listColumns(columns)} from draft_sheets where candidate_id = $1 and batch_code = $2`,
);

export async function findDraftSheet(
  db: Knex,
  candidateId: number,
  batch: string,
): Promise<DraftSheet | null> {
  const { rows } = await selectSheet(db, [candidateId, batch]);
  return rows[0] ?? null;
}

export async function listDraftSheets(db: Knex, candidateId: number): Promise<DraftSheet[]> {
  return db('draft_sheets').where({ candidate_id: candidateId }).select(columns);
}

interface SheetWrite {
  readonly candidateId: number;
  readonly batch: string;
  readonly choices: ChoiceList;
  readonly at: Date;
}

/** Keeps the sheet as typed; the last to write wins, since nothing is lost but a preparation. */
export async function keepDraftSheet(db: Knex, sheet: SheetWrite): Promise<void> {
  await db('draft_sheets')
    .insert({
      candidate_id: sheet.candidateId,
      batch_code: sheet.batch,
      choices: JSON.stringify(sheet.choices),
      updated_at: sheet.at,
    })
    .onConflict(['candidate_id', 'batch_code'])
    .merge(['choices', 'updated_at']);
}

/** Puts a whole list in the place of a sheet, which is kept beside it. */
export async function replaceDraftSheet(
  db: Knex,
  { replaced, ...sheet }: SheetWrite & { readonly replaced: ChoiceList },
): Promise<void> {
  await db('draft_sheets')
    .insert({
      candidate_id: sheet.candidateId,
      batch_code: sheet.batch,
      choices: JSON.stringify(sheet.choices),
      updated_at: sheet.at,
      replaced: JSON.stringify(replaced),
      replaced_at: sheet.at,
    })
    .onConflict(['candidate_id', 'batch_code'])
    .merge(['choices', 'updated_at', 'replaced', 'replaced_at']);
}

/** Changes a sheet with what stood in its place before. @returns how many rows were changed: none where nothing did */
export async function bringSheetBack(
  db: Knex,
  { candidateId, batch, at }: Omit<SheetWrite, 'choices'>,
): Promise<number> {
  return db('draft_sheets')
    .where({ candidate_id: candidateId, batch_code: batch })
    .whereNotNull('replaced')
    .update({ choices: db.ref('replaced'), replaced: db.ref('choices'), updated_at: at, replaced_at: at });
}

export async function deleteDraftSheet(db: Knex, candidateId: number, batch: string): Promise<void> {
  await db('draft_sheets').where({ candidate_id: candidateId, batch_code: batch }).delete();
}
