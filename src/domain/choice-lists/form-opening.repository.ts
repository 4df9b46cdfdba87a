import type { Knex } from 'knex';
import type { Part } from '../../infrastructure/database/named-values';
import { defineStatement, listColumns, send } from '../../infrastructure/database/statement';

/** One opening of a batch's form: the 30 minutes, the same for every tab. */
export interface FormOpening {
  readonly openedAt: Date;
  /** As stored: the full time. It ends with its window, as that stands now, if the window is sooner. */
  readonly expiresAt: Date;
  readonly extensionsUsed: number;
  /** The batch whose overwriting was confirmed with 是. */
  readonly overwriteConfirmed: string | null;
}

const columns = {
  openedAt: 'opened_at',
  expiresAt: 'expires_at',
  extensionsUsed: 'extensions_used',
  overwriteConfirmed: 'overwrite_confirmed',
} as const;

const selectOpening = defineStatement<FormOpening>(
  `select ${listColumns(columns)} from form_openings where candidate_id = $1 and batch_code = $2`,
);

export function findFormOpening(db: Knex, candidateId: number, batch: string): Promise<FormOpening | null> {
  return send(
    db,
    selectOpening.query([candidateId, batch], ([row]) => row ?? null),
  );
}

/** The opening among what a save reads, by `:candidate` and `:batch`. */
export const openingPart: Part = {
  columns,
  from: 'form_openings where candidate_id = :candidate and batch_code = :batch',
};

/** Opens a batch's form, or leaves an opening that still runs as it is. */
export async function openForm(
  db: Knex,
  opening: {
    readonly candidateId: number;
    readonly batch: string;
    readonly at: Date;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await db.raw(
    `insert into form_openings as opened (candidate_id, batch_code, opened_at, expires_at)
     values (?, ?, ?, ?)
     on conflict (candidate_id, batch_code) do update
       set opened_at = excluded.opened_at, expires_at = excluded.expires_at,
           extensions_used = 0, overwrite_confirmed = null
       where opened.expires_at <= excluded.opened_at`,
    [opening.candidateId, opening.batch, opening.at, opening.expiresAt],
  );
}

/** 延长, provided that nobody else pressed it meanwhile. @returns how many rows changed. */
export async function extendForm(
  db: Knex,
  extension: {
    readonly candidateId: number;
    readonly batch: string;
    readonly extensionsUsed: number;
    readonly expiresAt: Date;
  },
): Promise<number> {
  return db('form_openings')
    .where({
      candidate_id: extension.candidateId,
      batch_code: extension.batch,
      extensions_used: extension.extensionsUsed,
    })
    .update({ expires_at: extension.expiresAt, extensions_used: extension.extensionsUsed + 1 });
}

/** Records 是 on the page that names what would be overwritten. @returns how many rows changed. */
export async function confirmOverwrite(
  db: Knex,
  candidateId: number,
  batch: string,
  overwritten: string,
): Promise<number> {
  return db('form_openings')
    .where({ candidate_id: candidateId, batch_code: batch })
    .update({ overwrite_confirmed: overwritten });
}
