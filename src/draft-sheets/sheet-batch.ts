import type { Knex } from 'knex';
import { listStandings } from '../applications';
import type { Clock } from '../clock';
import type { Watched } from '../db/reference-watch';
import { notFound } from '../errors';
import type { CandidateVisit } from '../middleware/as-candidate';
import type { Reference } from '../reference';
import type { Batch } from '../rules/rule-pack';

export interface SheetParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
}

/** The batch of the address, not closed and open to this candidate. @throws AppError notFound for anything else */
export async function getSheetBatch(
  { db, clock, reference }: SheetParts,
  { req, candidate }: CandidateVisit,
): Promise<Batch> {
  const { standings } = await listStandings(db, clock, reference.current().calendar, candidate);
  const found = standings.find(({ batch }) => batch.code === req.params.batch);
  const usable = found?.standing.ineligibility === null && ['before', 'open'].includes(found.standing.phase);
  if (found === undefined || !usable) throw notFound();
  return found.batch;
}
