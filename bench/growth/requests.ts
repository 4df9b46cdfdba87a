import type { Knex } from 'knex';
import { getCandidate } from '../../src/domain/candidates/candidate.repository';
import { toFacts } from '../../src/domain/candidates/candidate-facts';
import { planScopeOf } from '../../src/domain/choice-lists/standing';
import { loadReference } from '../../src/domain/reference/reference';
import { loadConfig } from '../../src/infrastructure/config/config';
import { createFormTokens } from '../../src/infrastructure/security/form-token';
import { composeList } from '../../src/operations/rehearsal/compose-list';
import type { PlannedRequest } from '../load';
import { type BenchCandidate, createBrowser, planPost } from '../population';
import { GROWTH_BATCH } from './province';

/** Requests of a candidate, in the order in which they can be made. */
export const growthSubjects = ['home', 'form', 'look-up', 'save', 'browse'] as const;

export type GrowthSubject = (typeof growthSubjects)[number];

export interface PlannedSubject {
  /** Of an answer that was meant. */
  readonly status: number;
  plan(candidate: BenchCandidate): PlannedRequest;
}

/** What each subject sends. A save is the first of its candidate; what is browsed was saved before. */
export async function planSubjects(
  knex: Knex,
  model: BenchCandidate,
): Promise<Readonly<Record<GrowthSubject, PlannedSubject>>> {
  const config = loadConfig({});
  const reference = await loadReference(knex);
  const batch = reference.calendar.findBatch(GROWTH_BATCH);
  const candidate = await getCandidate(knex, model.id);
  if (batch === null) throw new Error(`there is no ${GROWTH_BATCH}`);
  const list = composeList(reference, batch, toFacts(candidate), planScopeOf(batch, candidate), 0);
  if (list === null) throw new Error(`there is no list for ${GROWTH_BATCH}`);
  const tokens = createFormTokens(config.secrets.formToken, config.environment);
  const [institution = ''] = list.institutions;
  const look = (path: string): PlannedSubject => ({
    status: 200,
    plan: (one) => ({
      method: 'GET',
      path,
      headers: createBrowser(config, one.candidateNumber, one).headers,
    }),
  });
  return {
    home: look('/'),
    form: look(`/batches/${GROWTH_BATCH}/form`),
    'look-up': look(`/look-up/${GROWTH_BATCH}/${candidate.track}/-/${institution}`),
    browse: look(`/batches/${GROWTH_BATCH}`),
    save: {
      status: 303,
      plan: (one) =>
        planPost(createBrowser(config, one.candidateNumber, one), `/batches/${GROWTH_BATCH}/versions`, {
          ...{ formToken: tokens.issue(one.id, GROWTH_BATCH), tab: 'bench', revision: '0' },
          ...list.fields,
        }),
    },
  };
}
