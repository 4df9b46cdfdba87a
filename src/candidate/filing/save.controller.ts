import type { Request } from 'express';
import { nameBatches } from '../../domain/batches/batch-state.presenter';
import { adviseOnChoices } from '../../domain/choice-lists/advice.presenter';
import { presentChanges } from '../../domain/choice-lists/changes.presenter';
import type { FilingService } from '../../domain/choice-lists/filing.service';
import { refusal } from '../../domain/choice-lists/form-entry';
import type { SaveService } from '../../domain/choice-lists/save.service';
import type { SaveReading } from '../../domain/choice-lists/save-reading.repository';
import type { SaveResult } from '../../domain/choice-lists/save-request';
import { planScopeOf } from '../../domain/choice-lists/standing';
import { presentViolations } from '../../domain/choice-lists/violation.presenter';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { AppError } from '../../infrastructure/errors';
import { readField } from '../../infrastructure/http/page-renderer';
import type { PathParts } from '../../infrastructure/http/route';
import { normaliseChoiceList } from '../../rules/filing/normalise-choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import type { FormPages, PostedForm } from './form-pages.controller';
import { listHiddenFields } from './hidden-fields.form';
import { createLateSavePage, isSavedElsewhere } from './late-save.controller';
import type { RiskStep } from './risk.controller';

const RETRY_SECONDS = 60;

type Refused = Exclude<SaveResult, { readonly outcome: 'saved' | 'replayed' | 'behind' | 'proofNeeded' }>;

/** What all the steps work with. */
function gatherParts(
  saving: SaveService,
  filing: FilingService,
  pages: FormPages,
  riskStep: RiskStep,
  reference: Watched<Reference>,
) {
  const showLateSave = createLateSavePage(filing, reference);
  return { showLateSave, pages, reference, filing, riskStep, saving };
}

type Parts = ReturnType<typeof gatherParts>;

/** 保存志愿: one post, one transaction, one receipt. Whatever is refused, what was typed is kept as the draft. */
export function createSaveControllers(...given: Parameters<typeof gatherParts>) {
  return bindParts(gatherParts(...given), { readAhead, submit });
}

export type SaveControllers = ReturnType<typeof createSaveControllers>;

/** What the save will be decided by, or the fault of reading it, told where it is needed: what was typed is kept then. */
interface ReadAhead {
  readonly reading: Promise<SaveReading>;
}

/** Null where it will not come to a save. */
async function readAhead(
  { saving, reference }: Parts,
  candidateId: number,
  req: Request,
  path: PathParts,
): Promise<ReadAhead | null> {
  const batch = reference.current().calendar.findBatch(String(path.batch));
  const formToken: unknown = req.body?.formToken;
  if (batch === null || typeof formToken !== 'string') return null;
  const reading = saving.readAhead(candidateId, batch, formToken);
  await reading.catch(() => undefined);
  return { reading };
}

async function submit(parts: Parts, visit: CandidateVisit, ahead: ReadAhead | null): Promise<void> {
  const { filing, pages, riskStep, saving } = parts;
  const batch = filing.getBatch(String(visit.req.params.batch));
  const posted = pages.read(visit.req, batch);
  const confirmed = readField(visit.req, 'confirmed');
  const { candidate, origin } = visit;
  const risk = await riskStep.clear(visit);
  const result = await saving
    .saveChoiceList(
      { ...posted, candidate, batch: batch.code, confirmed, riskCleared: risk.cleared, origin },
      ahead?.reading,
    )
    .catch(async (error: unknown) => {
      await filing.keepDraft(candidate, batch.code, posted);
      throw error;
    });
  if (result.outcome === 'saved' || result.outcome === 'replayed') {
    visit.redirect(`/batches/${batch.code}`);
    return;
  }
  if (result.outcome === 'behind') {
    if ((await pages.keep(visit, batch, posted)) !== null) visit.redirect(`/batches/${batch.code}/form`);
    return;
  }
  const revision = await filing.keepDraft(visit.candidate, batch.code, posted);
  const kept = { ...posted, revision: revision ?? posted.revision };
  if (result.outcome === 'proofNeeded') {
    const status = risk.error === '' ? 200 : 422;
    await riskStep.show(visit, batch, {
      posted: kept,
      confirmed: result.confirmation,
      error: risk.error,
      status,
    });
    return;
  }
  await showRefusal(parts, visit, batch, kept, result);
}

async function showRefusal(
  parts: Parts,
  visit: CandidateVisit,
  batch: Batch,
  posted: PostedForm,
  result: Refused,
): Promise<void> {
  const { showLateSave, pages } = parts;
  switch (result.outcome) {
    case 'tokenReused':
      return showLateSave(visit, batch, posted, new AppError('formTokenReused', 409));
    case 'refused': {
      const error = refusal(batch, result.standing);
      if (!isSavedElsewhere(result.standing)) throw error;
      return showLateSave(visit, batch, posted, error, result.standing);
    }
    case 'stopped':
      throw new AppError('savesStopped', 503, { seconds: RETRY_SECONDS });
    case 'notOpened': {
      const error = new AppError('formNotOpened', 409);
      if (!isSavedElsewhere(result.standing)) throw error;
      return showLateSave(visit, batch, posted, error, result.standing);
    }
    case 'expired':
      return visit.redirect(`/batches/${batch.code}/expired`);
    case 'overwriteUnconfirmed':
      return visit.redirect(`/batches/${batch.code}/overwrite`);
    case 'unconfirmed':
      return showChanges(parts, visit, batch, posted, result);
    case 'violations': {
      const form = await pages.enter(visit);
      if (form === null) return;
      const violations = [
        ...presentViolations(batch, result.violations),
        ...adviseOnChoices(batch, posted.choices),
      ];
      pages.send(visit, form, { ...posted, violations, checked: true, status: 422 });
    }
  }
}

function showChanges(
  parts: Parts,
  visit: CandidateVisit,
  batch: Batch,
  posted: PostedForm,
  result: Extract<SaveResult, { readonly outcome: 'unconfirmed' }>,
): void {
  const { calendar, plan } = parts.reference.current();
  const choices = normaliseChoiceList(batch, posted.choices);
  const formPlan = {
    pack: calendar.pack,
    batch,
    catalogue: plan,
    scope: planScopeOf(batch, visit.candidate),
  };
  visit.render('candidate/filing/changes', {
    batch,
    overwritten: nameBatches([
      ...(result.inForce !== null && result.inForce.batch !== batch.code ? [result.inForce.body.batch] : []),
      ...result.closed,
    ]),
    isModification: result.inForce !== null,
    changes: presentChanges(formPlan, result.inForce, choices),
    warns: [...presentViolations(batch, result.violations), ...adviseOnChoices(batch, posted.choices)],
    confirmed: result.confirmation,
    posted,
    fields: listHiddenFields(visit.req),
  });
}
