import type { Knex } from 'knex';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { findStanding } from '../../domain/choice-lists/standing';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';

export interface SheetParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
}

/** The batch of that code, not closed and open to this candidate; null for anything else. */
export async function findSheetBatch(
  { db, clock, reference }: SheetParts,
  candidate: CandidateRecord,
  code: string,
): Promise<Batch | null> {
  const { calendar } = reference.current();
  const batch = calendar.findBatch(code);
  if (batch === null) return null;
  const { standing } = await findStanding(db, clock, calendar, candidate, batch);
  return standing.ineligibility === null && ['before', 'open', 'pause'].includes(standing.phase)
    ? batch
    : null;
}

/** The batch of the address. @throws AppError notFound where this candidate can prepare no sheet for it */
export async function getSheetBatch(parts: SheetParts, { req, candidate }: CandidateVisit): Promise<Batch> {
  const batch = await findSheetBatch(parts, candidate, String(req.params.batch));
  if (batch === null) throw notFound();
  return batch;
}
