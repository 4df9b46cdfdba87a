import { planScopeOf, presentIneligibility } from '../applications';
import { toFacts } from '../candidates';
import type { Watched } from '../db/reference-watch';
import { notFound } from '../errors';
import type { CandidateHandler } from '../middleware/as-candidate';
import type { Reference } from '../reference';
import { findBatchIneligibility } from '../rules/eligibility';
import type { Batch, CandidateFacts, RulePack } from '../rules/rule-pack';
import { presentMarks } from './marks.presenter';
import { readParameter, readPlanQuery } from './plan-filter.form';
import type { PlanResults } from './plan-results';

/**
 * 招生计划 outside the form, for every candidate and every batch of the pack: what may be chosen, what may not, and why.
 * 普通类 types its codes by hand in the form, as the manual wants (chapter three).
 */
export function createCatalogueController(
  results: PlanResults,
  reference: Watched<Reference>,
): CandidateHandler {
  return (visit) => {
    const { calendar, plan } = reference.current();
    const { pack } = calendar;
    const facts = toFacts(visit.candidate);
    const parameters = visit.req.query;
    const batch = getBatch(pack, facts, readParameter(parameters, 'batch'));
    const scope = planScopeOf(batch, visit.candidate);
    const hasOwn = plan.hasScope(scope);
    const whole = !hasOwn || readParameter(parameters, 'range') === 'all';
    const ineligibility = findBatchIneligibility(batch, facts);
    const query = readPlanQuery(parameters);
    const { track, audience } = scope;
    visit.render('plan-query/catalogue', {
      batch,
      batches: pack.batches.map((one) => ({
        code: one.code,
        name: one.name,
        closed: findBatchIneligibility(one, facts) !== null,
      })),
      year: pack.year,
      query,
      hasOwn,
      whole,
      refusal: ineligibility === null ? '' : presentIneligibility(pack, batch, ineligibility),
      results: results.get({
        range: { batch: batch.code, open: whole ? null : { track, audience }, planTypes: null },
        query,
        pick: 'none',
        others: { batch: batch.code, range: whole ? 'all' : 'own' },
        // A batch that is not theirs is refused once, above; row by row it would only be noise.
        mark:
          ineligibility === null
            ? (entry) => presentMarks(pack, batch.sections, { facts, scope }, entry)
            : null,
      }),
    });
  };
}

/** The batch of that code; without one the first that is open to the candidate. @throws AppError notFound */
function getBatch(pack: RulePack, facts: CandidateFacts, code: string): Batch {
  const open = () => pack.batches.find((batch) => findBatchIneligibility(batch, facts) === null);
  const batch = code === '' ? (open() ?? pack.batches[0]) : pack.batches.find((one) => one.code === code);
  if (batch === undefined) throw notFound();
  return batch;
}
