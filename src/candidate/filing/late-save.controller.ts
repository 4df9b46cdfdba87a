import type { FilingService } from '../../domain/choice-lists/filing.service';
import { presentSections } from '../../domain/choice-lists/form.presenter';
import { filingSentences } from '../../domain/choice-lists/refusal.presenter';
import { planScopeOf } from '../../domain/choice-lists/standing';
import type { Reference } from '../../domain/reference/reference';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { AppError } from '../../infrastructure/errors';
import { presentError } from '../../infrastructure/http/error.presenter';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import type { BatchStateCode } from '../../rules/filing/batch-state';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import type { PostedForm } from './form-pages.controller';

const SAVED_STATES: ReadonlySet<BatchStateCode> = new Set([
  'confirmed',
  'savedExhausted',
  'savedCooling',
  'savedChangeable',
  'groupExhausted',
  'groupCooling',
]);
const NO_MORE: ReadonlySet<BatchStateCode> = new Set(['savedExhausted', 'groupExhausted']);

/** Whether a form that is refused was overtaken by a save of its group: its page was sent while none stood there. */
export function isSavedElsewhere({ state }: BatchStanding): boolean {
  return SAVED_STATES.has(state);
}

type LateSavePage = (
  visit: CandidateVisit,
  batch: Batch,
  posted: PostedForm,
  error: AppError,
  /** Not given where the page itself has saved another list. */
  standing?: BatchStanding,
) => Promise<void>;

/** A save that comes after the save of another page: nothing is saved, and what was typed is kept and shown. */
export function createLateSavePage(filing: FilingService, reference: Watched<Reference>): LateSavePage {
  return async (visit, batch, posted, error, standing) => {
    const { candidate } = visit;
    const serves = standing === undefined || !NO_MORE.has(standing.state);
    const kept = serves && (await keep(filing, visit, batch, posted));
    const { calendar, plan } = reference.current();
    const scope = planScopeOf(batch, candidate);
    // Of its group: what a pair excludes has a count of its own.
    const saved = standing?.overwrites[0] ?? batch;
    visit.render(
      'candidate/filing/late-save',
      {
        savedBatch: standing === undefined ? '' : saved.name,
        savedCode: saved.code,
        reason: presentReason(error, standing),
        kept,
        sections: presentSections({ pack: calendar.pack, batch, catalogue: plan, scope }, posted.choices, []),
      },
      { status: 409 },
    );
  };
}

async function keep(
  filing: FilingService,
  { candidate }: CandidateVisit,
  { code }: Batch,
  posted: PostedForm,
): Promise<boolean> {
  const revision = await filing.keepDraft(candidate, code, posted);
  return revision !== null || (await filing.keepLateDraft(candidate, code, posted));
}

/** A form that was closed by a save may be opened again at once: there is no reason to name. */
function presentReason(error: AppError, standing: BatchStanding | undefined): string {
  return standing?.state === 'savedChangeable' ? '' : presentError(error, filingSentences).text;
}
