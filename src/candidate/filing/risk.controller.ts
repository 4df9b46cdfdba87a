import type { Knex } from 'knex';
import type { FilingService } from '../../domain/choice-lists/filing.service';
import { trustDevice } from '../../domain/identity/device.repository';
import type { ProofRequest, ProofService } from '../../domain/identity/proof.service';
import {
  presentCodeSending,
  presentProofResult,
  presentProofStep,
} from '../../domain/identity/proof-step.presenter';
import type { Reference } from '../../domain/reference/reference';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Batch } from '../../rules/rule-pack';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';
import type { FormPages, PostedForm } from './form-pages.controller';
import { listHiddenFields } from './hidden-fields.form';

export interface RiskStep {
  /** Checks the answer that a post carries, if any. The session stays cleared until it ends. */
  clear(visit: CandidateVisit): Promise<{ readonly cleared: boolean; readonly error: string }>;
  /** The step between change list and save; the whole form travels along in hidden fields. */
  show(visit: CandidateVisit, batch: Batch, page: RiskPage): Promise<void>;
  readonly sendCode: CandidateHandler;
}

interface RiskPage {
  readonly posted: PostedForm;
  readonly confirmed: string;
  readonly error: string;
  readonly status: number;
}

/** A modification from a browser new to the candidate, or soon after a reset, asks for the strongest factor (P18). */
export function createRiskStep(
  db: Knex,
  proof: ProofService,
  filing: FilingService,
  pages: FormPages,
  reference: Watched<Reference>,
): RiskStep {
  const requestOf = ({ req, candidate, origin }: CandidateVisit): ProofRequest => ({
    candidateId: candidate.id,
    purpose: 'risk',
    journey: req.sessionID,
    origin,
  });

  async function show(visit: CandidateVisit, batch: Batch, page: RiskPage): Promise<void> {
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

  return {
    show,

    async clear(visit) {
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
    },

    async sendCode(visit) {
      const batch = filing.getBatch(String(visit.req.params.batch));
      const posted = pages.read(visit.req, batch);
      const error = presentCodeSending(await proof.sendCode(requestOf(visit)));
      const confirmed = readField(visit.req, 'confirmed');
      await show(visit, batch, { posted, confirmed, error, status: error === '' ? 200 : 429 });
    },
  };
}
