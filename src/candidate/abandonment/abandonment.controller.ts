import { presentUnproved } from '../../domain/credentials/act-proof.presenter';
import { presentCodeSending, presentProofStep } from '../../domain/identity/proof-step.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { readField } from '../../infrastructure/http/page-renderer';
import type { CandidateVisit } from '../as-candidate';
import {
  type AbandonmentPage,
  type AbandonmentResult,
  type AbandonmentService,
  CONFIRMATION,
} from './abandonment.service';

interface Errors {
  readonly form?: string;
  readonly confirmation?: string;
  readonly password?: string;
  readonly answer?: string;
}

interface AbandonmentParts {
  readonly service: AbandonmentService;
  readonly sender: () => string;
}

/** 放弃已填报志愿 (figures 12–17). */
export function createAbandonmentControllers(service: AbandonmentService, sender: () => string) {
  const parts: AbandonmentParts = { service, sender };
  return bindParts(parts, { show, sendCode, submit });
}

export type AbandonmentControllers = ReturnType<typeof createAbandonmentControllers>;

async function show(parts: AbandonmentParts, visit: CandidateVisit): Promise<void> {
  render(parts, visit, await pageOf(parts, visit, codeOf(visit)), {}, 200);
}

async function sendCode(parts: AbandonmentParts, visit: CandidateVisit): Promise<void> {
  const { req, candidate, origin } = visit;
  const sending = await parts.service.sendCode(candidate, codeOf(visit), req.sessionID, origin);
  const answer = presentCodeSending(sending);
  render(parts, visit, await pageOf(parts, visit, codeOf(visit)), { answer }, answer === '' ? 200 : 429);
}

async function submit(parts: AbandonmentParts, visit: CandidateVisit): Promise<void> {
  const { req, candidate, origin } = visit;
  const result = await parts.service.abandon({
    candidate,
    batch: codeOf(visit),
    versionId: Number(readField(req, 'versionId')),
    confirmation: readField(req, 'confirmation'),
    answer: readField(req, 'answer'),
    password: readField(req, 'password'),
    journey: req.sessionID,
    origin,
  });
  if (result.outcome === 'abandoned') return visit.redirect(`/batches/${codeOf(visit)}`);
  const page = await pageOf(parts, visit, codeOf(visit));
  render(parts, visit, page, presentRefusal(result, page), result.outcome === 'stale' ? 409 : 422);
}

const codeOf = ({ req }: CandidateVisit) => String(req.params.batch);

const pageOf = ({ service }: AbandonmentParts, { req, candidate, origin }: CandidateVisit, batch: string) =>
  service.getPage(candidate, batch, req.sessionID, origin);

function render(
  parts: AbandonmentParts,
  visit: CandidateVisit,
  page: AbandonmentPage,
  errors: Errors,
  status: number,
): void {
  const { batch, lost, versionId, step } = page;
  visit.render(
    'candidate/abandonment/abandon',
    {
      batch,
      lost,
      versionId,
      words: CONFIRMATION,
      confirmation: readField(visit.req, 'confirmation'),
      step: presentProofStep(step, parts.sender(), errors.answer ?? ''),
      errors,
    },
    { status },
  );
}

type Refusal = Exclude<AbandonmentResult, { readonly outcome: 'abandoned' }>;

function presentRefusal(result: Refusal, { step }: AbandonmentPage): Errors {
  switch (result.outcome) {
    case 'unconfirmed':
      return { confirmation: `请输入“${CONFIRMATION}”四个字！` };
    case 'stale':
      return { form: '您的志愿刚刚又保存过一次，本次没有放弃。请返回浏览页面核对后再操作。' };
    default:
      return presentUnproved(result, step);
  }
}
