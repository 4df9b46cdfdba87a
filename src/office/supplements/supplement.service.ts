import type { Knex } from 'knex';
import { beginAct, type OfficerActAuthor } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { type UndoRefusal, undoSupplement } from '../../domain/supplements/undo-supplement';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import { awaitReaders } from '../../infrastructure/database/reference-watch';

interface SupplementParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly tokens: OfficeTokens;
}

export const undoPurpose = (id: number) => `undoSupplement|${id}`;

/** Undone in one transaction, behind everybody who is saving. @throws AppError notFound, csrf, actRepeated */
function undo(
  { db, clock, tokens }: SupplementParts,
  author: OfficerActAuthor,
  id: number,
): Promise<UndoRefusal | null> {
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, undoPurpose(id));
    await awaitReaders(transaction);
    return undoSupplement(transaction, author, id, await clock.now(transaction));
  });
}

export function createSupplementService(parts: SupplementParts) {
  return bindParts(parts, { undo });
}

export type SupplementService = ReturnType<typeof createSupplementService>;
