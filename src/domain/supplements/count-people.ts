import type { Knex } from 'knex';
import { findBatchIneligibility } from '../../rules/filing/eligibility';
import type { Batch } from '../../rules/pack/rule-pack';
import { toFacts } from '../candidates/candidate-facts';
import { listPeople } from './count-people.repository';

const PIECE = 5000;

/**
 * How many candidates may file a batch, by 科类. Conditions are data and read every fact, so that each candidate of the
 * batch's kinds is looked at: for work behind a page, until `signal` ends it.
 */
export async function countPeople(
  db: Knex,
  batch: Batch,
  signal: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  let after = 0;
  for (;;) {
    signal.throwIfAborted();
    const people = await listPeople(db, batch.candidateKinds, after, PIECE);
    for (const person of people)
      if (findBatchIneligibility(batch, toFacts(person)) === null)
        counts[person.track] = (counts[person.track] ?? 0) + 1;
    const last = people.at(-1);
    if (last === undefined || people.length < PIECE) return counts;
    after = last.id;
  }
}
