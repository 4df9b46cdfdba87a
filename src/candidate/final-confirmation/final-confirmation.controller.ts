import { presentRetractions } from '../../domain/batches/batch-state.presenter';
import { formatCheckValue } from '../../domain/choice-lists/canonical-body';
import { presentSaved } from '../../domain/choice-lists/saved.presenter';
import { presentUnproved } from '../../domain/credentials/act-proof.presenter';
import { presentCodeSending, presentProofStep } from '../../domain/identity/proof-step.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { formatInstant } from '../../infrastructure/format-time';
import { readField } from '../../infrastructure/http/page-renderer';
import { needsConfirmation } from '../../rules/filing/final-confirmation';
import type { CandidateVisit } from '../as-candidate';
import type { ConfirmationAct, ConfirmationPage, ConfirmationService } from './final-confirmation.service';

interface Errors {
  readonly form?: string;
  readonly password?: string;
  readonly answer?: string;
}

interface ConfirmationPages {
  readonly service: ConfirmationService;
  readonly act: ConfirmationAct;
  readonly sender: () => string;
}

/** 确认志愿, or 撤销确认: what it does, the list it is about, and the factor. */
export function createFinalConfirmationControllers(parts: ConfirmationPages) {
  return bindParts(parts, { show, sendCode, submit });
}

export type FinalConfirmationControllers = ReturnType<typeof createFinalConfirmationControllers>;

async function show(parts: ConfirmationPages, visit: CandidateVisit): Promise<void> {
  render(parts, visit, await pageOf(parts, visit), {}, 200);
}

async function sendCode(parts: ConfirmationPages, visit: CandidateVisit): Promise<void> {
  const sending = await parts.service.sendCode(parts.act, codeOf(visit), askerOf(visit));
  const answer = presentCodeSending(sending);
  render(parts, visit, await pageOf(parts, visit), { answer }, answer === '' ? 200 : 429);
}

async function submit(parts: ConfirmationPages, visit: CandidateVisit): Promise<void> {
  const { req } = visit;
  const result = await parts.service.act({
    ...askerOf(visit),
    act: parts.act,
    batch: codeOf(visit),
    versionId: Number(readField(req, 'versionId')),
    answer: readField(req, 'answer'),
    password: readField(req, 'password'),
  });
  if (result.outcome === 'done') return visit.redirect(`/batches/${codeOf(visit)}`);
  const page = await pageOf(parts, visit);
  if (result.outcome === 'stale')
    return render(
      parts,
      visit,
      page,
      { form: '您的志愿刚刚有变化，本次没有办理。请核对下面的志愿后再操作。' },
      409,
    );
  render(parts, visit, page, presentUnproved(result, page.step), 422);
}

const codeOf = ({ req }: CandidateVisit) => String(req.params.batch);

const askerOf = ({ req, candidate, origin }: CandidateVisit) => ({
  candidate,
  journey: req.sessionID,
  origin,
});

const pageOf = ({ service, act }: ConfirmationPages, visit: CandidateVisit) =>
  service.getPage(act, codeOf(visit), askerOf(visit));

function render(
  { act, sender }: ConfirmationPages,
  visit: CandidateVisit,
  { batch, version, standing, step }: ConfirmationPage,
  errors: Errors,
  status: number,
): void {
  const left = standing.confirmation?.retractionsLeft ?? 0;
  visit.render(
    'candidate/final-confirmation/confirmation',
    {
      batch,
      act,
      action: `/batches/${batch.code}/${act === 'confirm' ? 'confirmation' : 'retraction'}`,
      versionId: version.id,
      saved: `第${version.saveNumber}次保存，${formatInstant(version.savedAt)}`,
      checkValue: formatCheckValue(version.hash),
      retractionsLeft: left,
      retractions: presentRetractions(standing.confirmation),
      isVoid: needsConfirmation(batch),
      sections: presentSaved(version.body),
      agreed: version.body.undertakings ?? [],
      step: presentProofStep(step, sender(), errors.answer ?? ''),
      errors,
    },
    { status },
  );
}
