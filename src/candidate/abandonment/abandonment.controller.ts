import {
  presentCodeSending,
  presentProofResult,
  presentProofStep,
} from '../../domain/identity/proof-step.presenter';
import { formatMinute } from '../../infrastructure/format-time';
import { readField } from '../../infrastructure/http/page-renderer';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';
import {
  type AbandonmentPage,
  type AbandonmentResult,
  type AbandonmentService,
  CONFIRMATION,
} from './abandonment.service';

export interface AbandonmentControllers {
  readonly show: CandidateHandler;
  readonly sendCode: CandidateHandler;
  readonly submit: CandidateHandler;
}

interface Errors {
  readonly form?: string;
  readonly confirmation?: string;
  readonly password?: string;
  readonly answer?: string;
}

/** 放弃已填报志愿 (figures 12–17). */
export function createAbandonmentControllers(
  service: AbandonmentService,
  sender: () => string,
): AbandonmentControllers {
  const codeOf = ({ req }: CandidateVisit) => String(req.params.batch);
  const pageOf = ({ req, candidate, origin }: CandidateVisit, batch: string) =>
    service.getPage(candidate, batch, req.sessionID, origin);

  function render(visit: CandidateVisit, page: AbandonmentPage, errors: Errors, status: number): void {
    const { batch, lost, versionId, step } = page;
    visit.render(
      'candidate/abandonment/abandon',
      {
        batch,
        lost,
        versionId,
        words: CONFIRMATION,
        confirmation: readField(visit.req, 'confirmation'),
        step: presentProofStep(step, sender(), errors.answer ?? ''),
        errors,
      },
      { status },
    );
  }

  return {
    async show(visit) {
      render(visit, await pageOf(visit, codeOf(visit)), {}, 200);
    },

    async sendCode(visit) {
      const { req, candidate, origin } = visit;
      const sending = await service.sendCode(candidate, codeOf(visit), req.sessionID, origin);
      const answer = presentCodeSending(sending);
      render(visit, await pageOf(visit, codeOf(visit)), { answer }, answer === '' ? 200 : 429);
    },

    async submit(visit) {
      const { req, candidate, origin } = visit;
      const result = await service.abandon({
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
      const page = await pageOf(visit, codeOf(visit));
      render(visit, page, presentRefusal(result, page), result.outcome === 'stale' ? 409 : 422);
    },
  };
}

type Refusal = Exclude<AbandonmentResult, { readonly outcome: 'abandoned' }>;

function presentRefusal(result: Refusal, { step }: AbandonmentPage): Errors {
  switch (result.outcome) {
    case 'unconfirmed':
      return { confirmation: `请输入“${CONFIRMATION}”四个字！` };
    case 'stale':
      return { form: '您的志愿刚刚又保存过一次，本次没有放弃。请返回浏览页面核对后再操作。' };
    case 'wrongPassword':
      return { password: '没有输入登录密码或登录密码错误，请检查后重新输入！' };
    case 'passwordThrottled':
      return { password: `密码输入错误次数过多，请于${formatMinute(result.until)}后再试！` };
    case 'unproved':
      return { answer: presentProofResult(result.proof, step.rung) };
  }
}
