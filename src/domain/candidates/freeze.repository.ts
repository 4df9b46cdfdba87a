import type { Knex } from 'knex';
import { AppError } from '../../infrastructure/errors';

/** @throws AppError frozen while the owner disputes an act (不是我操作). */
export function requireUnfrozen({ frozenAt }: { readonly frozenAt: Date | null }): void {
  if (frozenAt !== null) throw new AppError('frozen', 409);
}

/**
 * Freezes everything of a candidate. Of several disputed acts the earliest counts: what was bound after it serves
 * for no thaw. `disputedAt` is real time. @returns how many rows changed.
 */
export async function freezeCandidate(transaction: Knex, id: number, disputedAt: Date): Promise<number> {
  return transaction('candidates')
    .where({ id })
    .update({
      frozen_at: transaction.raw('coalesce(frozen_at, transaction_timestamp())'),
      disputed_at: transaction.raw('least(disputed_at, ?::timestamptz)', [disputedAt]),
    });
}

/** The instant of the disputed act; null while nothing is frozen. */
export async function findDisputedAt(db: Knex, id: number): Promise<Date | null> {
  const row = await db('candidates').where({ id }).whereNotNull('frozen_at').first('disputed_at');
  return row?.disputed_at ?? null;
}

/** Thaws what was frozen on account of acts since `disputedAt`. @returns how many rows changed. */
export async function thawCandidate(transaction: Knex, id: number, disputedAt: Date): Promise<number> {
  return transaction('candidates')
    .where({ id, disputed_at: disputedAt })
    .whereNotNull('frozen_at')
    .update({ frozen_at: null, disputed_at: null });
}
