import type { Store } from 'express-session';
import { findJourney } from '../../domain/credentials/journey';
import { readNextPassword } from '../../domain/credentials/new-password.form';
import { presentPasswordFaults } from '../../domain/credentials/password.presenter';
import {
  presentCodeSending,
  presentMissingAnswer,
  presentProofResult,
} from '../../domain/identity/proof-step.presenter';
import { wallClock } from '../../infrastructure/clock';
import { formatMinute } from '../../infrastructure/format-time';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { endOlderSession, endSession, startAnew } from '../../infrastructure/http/session-life';
import type { PasswordResetService, ResetPlace, ResetResult } from './password-reset.service';
import { presentResetStep } from './reset-step.presenter';

interface Errors {
  readonly next?: string;
  readonly again?: string;
  readonly answer?: string;
}

interface LadderParts {
  readonly service: PasswordResetService;
  readonly store: Store;
  readonly settings: { readonly sender: () => string; readonly lifeSeconds: () => number };
}

/** 忘记密码, second page: the ladder's step and the new password (figures 22–24). Passwords are never sent back. */
export function createLadderControllers(
  service: PasswordResetService,
  store: Store,
  settings: { readonly sender: () => string; readonly lifeSeconds: () => number },
) {
  const parts: LadderParts = { service, store, settings };
  return {
    show: behindFacts((visit, place) => show(parts, visit, place)),
    sendCode: behindFacts((visit, place) => sendCode(parts, visit, place)),
    submit: behindFacts((visit, place) => submit(parts, visit, place)),
    giveUp,
  };
}

export type LadderControllers = ReturnType<typeof createLadderControllers>;

const show = (parts: LadderParts, visit: Visit, place: ResetPlace): Promise<void> =>
  render(parts, visit, place, {}, 200);

async function sendCode(parts: LadderParts, visit: Visit, place: ResetPlace): Promise<void> {
  const answer = presentCodeSending(await parts.service.sendCode(place));
  await render(parts, visit, place, { answer }, answer === '' ? 200 : 429);
}

async function submit(parts: LadderParts, visit: Visit, place: ResetPlace): Promise<void> {
  const { service, store } = parts;
  const { req, origin } = visit;
  const answer = readField(req, 'answer');
  const { next, errors: faults } = readNextPassword(req);
  const missing = answer.trim() === '' ? (await service.getPage(place)).step : null;
  const errors = {
    ...(missing === null ? {} : { answer: presentMissingAnswer(missing.rung) }),
    ...faults,
  };
  if (Object.keys(errors).length > 0) return render(parts, visit, place, errors, 422);
  const result = await service.reset(place, answer, next);
  if (result.outcome !== 'reset') {
    const status = isThrottled(result) ? 429 : 422;
    return render(parts, visit, place, await presentRefusal(parts, place, result), status);
  }
  const at = new Date(wallClock()).toISOString();
  await endOlderSession(store, result.endedSession, { at, address: origin.address, by: 'reset' });
  await startAnew(req, { notice: 'passwordReset' });
  visit.redirect('/sign-in');
}

/** 放弃重置 */
async function giveUp(visit: Visit): Promise<void> {
  await endSession(visit.req, visit.res);
  visit.redirect('/sign-in');
}

async function render(
  parts: LadderParts,
  visit: Visit,
  place: ResetPlace,
  errors: Errors,
  status: number,
): Promise<void> {
  const { service, settings } = parts;
  const { candidate, step } = await service.getPage(place);
  const { name, candidateNumber } = candidate;
  visit.render(
    'candidate/password-reset/ladder',
    {
      name,
      candidateNumber,
      errors,
      faults: listFaults({ ...errors }, step.rung === null ? [] : ['answer', 'next', 'again']),
      step: presentResetStep(step, settings.sender(), settings.lifeSeconds(), errors.answer ?? ''),
    },
    { status },
  );
}

/** Nobody comes here but from a first page whose facts were all right, in the same session. */
const behindFacts =
  (handler: (visit: Visit, place: ResetPlace) => Promise<void>): VisitHandler =>
  async (visit) => {
    const journey = findJourney(visit.req.session);
    if (journey?.candidateId === undefined) return visit.redirect('/password-reset');
    await handler(visit, {
      candidateId: journey.candidateId,
      journey: journey.id,
      origin: visit.origin,
    });
  };

async function presentRefusal(
  parts: LadderParts,
  place: ResetPlace,
  result: Exclude<ResetResult, { readonly outcome: 'reset' }>,
): Promise<Errors> {
  if (result.outcome === 'throttled')
    return { answer: `提交次数过多，请于${formatMinute(result.until)}后再试！` };
  if (result.outcome === 'faults') return { next: presentPasswordFaults(result.faults) };
  const { step } = await parts.service.getPage(place);
  return { answer: presentProofResult(result.proof, step.rung) };
}

function isThrottled(result: ResetResult): boolean {
  if (result.outcome === 'unproved') return result.proof.outcome === 'throttled';
  return result.outcome === 'throttled';
}
