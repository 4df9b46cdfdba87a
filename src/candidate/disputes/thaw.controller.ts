import {
  presentCodeSending,
  presentProofResult,
  presentProofStep,
} from '../../domain/identity/proof-step.presenter';
import { readField } from '../../infrastructure/http/page-renderer';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';
import type { ThawService, ThawVisit } from './thaw.service';

export interface ThawControllers {
  readonly show: CandidateHandler;
  readonly sendCode: CandidateHandler;
  readonly submit: CandidateHandler;
}

/** 解冻. */
export function createThawControllers(service: ThawService, sender: () => string): ThawControllers {
  const visitOf = ({ req, candidate, origin }: CandidateVisit): ThawVisit => ({
    candidate,
    journey: req.sessionID,
    origin,
  });

  async function render(visit: CandidateVisit, error: string, status: number): Promise<void> {
    const step = await service.findStep(visitOf(visit));
    if (step === null) return visit.redirect('/');
    visit.render('candidate/disputes/thaw', { step: presentProofStep(step, sender(), error) }, { status });
  }

  return {
    show: (visit) => render(visit, '', 200),

    async sendCode(visit) {
      const error = presentCodeSending(await service.sendCode(visitOf(visit)));
      await render(visit, error, error === '' ? 200 : 429);
    },

    async submit(visit) {
      const result = await service.thaw(visitOf(visit), readField(visit.req, 'answer'));
      if (result.outcome !== 'unproved') return visit.redirect('/');
      const step = await service.findStep(visitOf(visit));
      await render(visit, presentProofResult(result.proof, step?.rung ?? null), 422);
    },
  };
}
