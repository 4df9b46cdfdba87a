import {
  presentCodeSending,
  presentProofResult,
  presentProofStep,
} from '../../domain/identity/proof-step.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { readField } from '../../infrastructure/http/page-renderer';
import type { CandidateVisit } from '../as-candidate';
import type { ThawService, ThawVisit } from './thaw.service';

interface ThawParts {
  readonly service: ThawService;
  readonly sender: () => string;
}

/** 解冻. */
export function createThawControllers(service: ThawService, sender: () => string) {
  const parts: ThawParts = { service, sender };
  return bindParts(parts, { show, sendCode, submit });
}

export type ThawControllers = ReturnType<typeof createThawControllers>;

const show = (parts: ThawParts, visit: CandidateVisit) => render(parts, visit, '', 200);

async function sendCode(parts: ThawParts, visit: CandidateVisit): Promise<void> {
  const error = presentCodeSending(await parts.service.sendCode(visitOf(visit)));
  await render(parts, visit, error, error === '' ? 200 : 429);
}

async function submit(parts: ThawParts, visit: CandidateVisit): Promise<void> {
  const result = await parts.service.thaw(visitOf(visit), readField(visit.req, 'answer'));
  if (result.outcome !== 'unproved') return visit.redirect('/');
  const step = await parts.service.findStep(visitOf(visit));
  await render(parts, visit, presentProofResult(result.proof, step?.rung ?? null), 422);
}

const visitOf = ({ req, candidate, origin }: CandidateVisit): ThawVisit => ({
  candidate,
  journey: req.sessionID,
  origin,
});

async function render(parts: ThawParts, visit: CandidateVisit, error: string, status: number): Promise<void> {
  const { service, sender } = parts;
  const step = await service.findStep(visitOf(visit));
  if (step === null) return visit.redirect('/');
  visit.render('candidate/disputes/thaw', { step: presentProofStep(step, sender(), error) }, { status });
}
