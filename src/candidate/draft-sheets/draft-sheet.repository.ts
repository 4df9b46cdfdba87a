import type { Knex } from 'knex';
import { defineStatement, listColumns } from '../../infrastructure/database/statement';
import type { ChoiceList } from '../../rules/filing/choice-list';

/** 志愿草表 of one batch: a list prepared at leisure. It is no draft of a form and no save. */
interface DraftSheet {
  readonly batch: string;
  readonly choices: ChoiceList;
  readonly updatedAt: Date;
}

const columns = { batch: 'batch_code', choices: 'choices', updatedAt: 'updated_at' } as const;

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

/** Keeps the sheet as typed; the last to write wins, since nothing is lost but a preparation. */
export async function keepDraftSheet(
  db: Knex,
  sheet: {
    readonly candidateId: number;
    readonly batch: string;
    readonly choices: ChoiceList;
    readonly at: Date;
  },
): Promise<void> {
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

export async function deleteDraftSheet(db: Knex, candidateId: number, batch: string): Promise<void> {
  await db('draft_sheets').where({ candidate_id: candidateId, batch_code: batch }).delete();
}
