import type { Knex } from 'knex';
import type { FilingService } from '../../domain/choice-lists/filing.service';
import { trustDevice } from '../../domain/identity/device.repository';
import type { ProofService } from '../../domain/identity/proof.service';
import type { ProofRequest } from '../../domain/identity/proof-parts';
import {
  presentCodeSending,
  presentProofResult,
  presentProofStep,
} from '../../domain/identity/proof-step.presenter';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import type { FormPages, PostedForm } from './form-pages.controller';
import { listHiddenFields } from './hidden-fields.form';

interface RiskPage {
  readonly posted: PostedForm;
  readonly confirmed: string;
  readonly error: string;
  readonly status: number;
}

interface RiskStepParts {
  readonly db: Knex;
  readonly proof: ProofService;
  readonly filing: FilingService;
  readonly pages: FormPages;
  readonly reference: Watched<Reference>;
}

/** A modification from a browser new to the candidate, or soon after a reset, asks for the strongest factor (P18). */
export function createRiskStep(
  db: Knex,
  proof: ProofService,
  filing: FilingService,
  pages: FormPages,
  reference: Watched<Reference>,
) {
  const parts: RiskStepParts = { db, proof, filing, pages, reference };
  return bindParts(parts, { show, clear, sendCode });
}

export type RiskStep = ReturnType<typeof createRiskStep>;

/** Checks the answer that a post carries, if any. The session stays cleared until it ends. */
async function clear(
  { proof, db }: RiskStepParts,
  visit: CandidateVisit,
): Promise<{ readonly cleared: boolean; readonly error: string }> {
  const { req, candidate, origin } = visit;
  if (req.session.riskCleared === true) return { cleared: true, error: '' };
  const answer = readField(req, 'answer');
  if (answer === '') return { cleared: false, error: '' };
  const result = await proof.prove(requestOf(visit), answer);
  if (result.outcome !== 'proved') {
    const { rung } = await proof.describeStep(requestOf(visit));
    return { cleared: false, error: presentProofResult(result, rung) };
  }
  await trustDevice(db, candidate.id, origin.device);
  req.session.riskCleared = true;
  return { cleared: true, error: '' };
}

async function sendCode(parts: RiskStepParts, visit: CandidateVisit): Promise<void> {
  const { filing, pages, proof } = parts;
  const batch = filing.getBatch(String(visit.req.params.batch));
  const posted = pages.read(visit.req, batch);
  const error = presentCodeSending(await proof.sendCode(requestOf(visit)));
  const confirmed = readField(visit.req, 'confirmed');
  await show(parts, visit, batch, { posted, confirmed, error, status: error === '' ? 200 : 429 });
}

const requestOf = ({ req, candidate, origin }: CandidateVisit): ProofRequest => ({
  candidateId: candidate.id,
  purpose: 'risk',
  journey: req.sessionID,
  origin,
});

/** The step between change list and save; the whole form travels along in hidden fields. */
async function show(
  parts: RiskStepParts,
  visit: CandidateVisit,
  batch: Batch,
  page: RiskPage,
): Promise<void> {
  const { proof, reference } = parts;
  const step = await proof.describeStep(requestOf(visit));
  const { smsSender } = reference.current().calendar.pack.platform;
  visit.render(
    'candidate/filing/risk',
    {
      batch,
      posted: page.posted,
      confirmed: page.confirmed,
      fields: listHiddenFields(visit.req),
      step: presentProofStep(step, smsSender, page.error),
    },
    { status: page.status },
  );
}
