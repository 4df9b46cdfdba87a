import {
  type OwnerErrors,
  presentOwnerRefusal,
  presentOwnerStep,
} from '../../domain/credentials/owner-step.presenter';
import { presentCodeSending, presentProofResult } from '../../domain/identity/proof-step.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { readField } from '../../infrastructure/http/page-renderer';
import type { CandidateVisit } from '../as-candidate';
import {
  presentPhoneDone,
  presentPhoneFault,
  presentPhoneStep,
  presentTooManyPhones,
  TAKEN,
} from './phone.presenter';
import type { PhoneService, PhoneStart } from './phone.service';
import { findPhoneJourney, type PhoneJourney, type PhoneVisit } from './phone-journey';

interface Errors {
  readonly phone?: string;
  readonly owner?: OwnerErrors;
}

interface PhoneParts {
  readonly service: PhoneService;
  readonly sender: () => string;
}

/** 手机号码维护 (figure 25). */
export function createPhoneControllers(service: PhoneService, sender: () => string) {
  const parts: PhoneParts = { service, sender };
  return bindParts(parts, { show, submit, showStep, sendCode, answer });
}

export type PhoneControllers = ReturnType<typeof createPhoneControllers>;

const show = (parts: PhoneParts, visit: CandidateVisit) => render(parts, visit, {}, 200);

async function submit(parts: PhoneParts, visit: CandidateVisit): Promise<void> {
  const { req } = visit;
  const result = await parts.service.start(visitOf(visit), {
    deletes: readField(req, 'act') === 'delete',
    typed: readField(req, 'phone'),
    answer: {
      password: readField(req, 'password'),
      phrase: readField(req, 'phrase'),
      answer: '',
    },
  });
  if (result.outcome === 'started') await enterStep(parts, visit, result.journey);
  else await refuse(parts, visit, result);
}

const showStep = (parts: PhoneParts, visit: CandidateVisit) =>
  withJourney(visit, (journey) => renderStep(parts, visit, journey, '', 200));

const sendCode = (parts: PhoneParts, visit: CandidateVisit) =>
  withJourney(visit, async (journey) => {
    const error = presentCodeSending(await parts.service.sendCode(visitOf(visit), journey));
    await renderStep(parts, visit, journey, error, error === '' ? 200 : 429);
  });

const answer = (parts: PhoneParts, visit: CandidateVisit) =>
  withJourney(visit, async (journey) => {
    const result = await parts.service.answer(visitOf(visit), journey, readField(visit.req, 'answer'));
    switch (result.outcome) {
      case 'next':
        return enterStep(parts, visit, result.journey);
      case 'done':
        delete visit.req.session.phoneJourney;
        visit.req.session.phoneDone = journey.act;
        return visit.redirect('/phone');
      case 'taken':
        delete visit.req.session.phoneJourney;
        return render(parts, visit, { phone: TAKEN }, 409);
      case 'unproved': {
        const { proof } = await parts.service.getStep(visitOf(visit), journey);
        return renderStep(parts, visit, journey, presentProofResult(result.proof, proof.rung), 422);
      }
    }
  });

const visitOf = ({ req, candidate, origin }: CandidateVisit): PhoneVisit => ({
  candidate,
  journey: req.sessionID,
  origin,
});

async function render(
  parts: PhoneParts,
  visit: CandidateVisit,
  errors: Errors,
  status: number,
): Promise<void> {
  const { service, sender } = parts;
  const page = await service.getPage(visitOf(visit));
  const done = presentPhoneDone(visit.req.session.phoneDone);
  delete visit.req.session.phoneDone;
  visit.render(
    'candidate/phone/phone',
    {
      masked: page.masked,
      owner: page.owner && presentOwnerStep(page.owner, sender(), errors.owner),
      typed: readField(visit.req, 'phone'),
      deletes: readField(visit.req, 'act') === 'delete',
      sender: sender(),
      done,
      errors,
    },
    { status },
  );
}

async function renderStep(
  parts: PhoneParts,
  visit: CandidateVisit,
  journey: PhoneJourney,
  error: string,
  status: number,
): Promise<void> {
  const { service, sender } = parts;
  const page = await service.getStep(visitOf(visit), journey);
  visit.render(
    'candidate/phone/step',
    { act: journey.act, model: presentPhoneStep(journey, page, sender(), error) },
    { status },
  );
}

/** Sends the code of a step as soon as the step is reached; a rung that needs none sends none. */
async function enterStep(parts: PhoneParts, visit: CandidateVisit, journey: PhoneJourney): Promise<void> {
  visit.req.session.phoneJourney = journey;
  if (journey.steps[0] === 'owner') return visit.redirect('/phone/step');
  const error = presentCodeSending(await parts.service.sendCode(visitOf(visit), journey));
  if (error === '') return visit.redirect('/phone/step');
  await renderStep(parts, visit, journey, error, 429);
}

async function withJourney(
  visit: CandidateVisit,
  work: (journey: PhoneJourney) => Promise<void>,
): Promise<void> {
  const journey = findPhoneJourney(visit.req.session);
  if (journey === null) return visit.redirect('/phone');
  await work(journey);
}

async function refuse(
  parts: PhoneParts,
  visit: CandidateVisit,
  result: Exclude<PhoneStart, { outcome: 'started' }>,
) {
  switch (result.outcome) {
    case 'fault':
      return render(parts, visit, { phone: presentPhoneFault(result.fault, result.province) }, 422);
    case 'tooMany':
      return render(parts, visit, { phone: presentTooManyPhones(result.until) }, 429);
    case 'ownerRefused': {
      const { owner } = await parts.service.getPage(visitOf(visit));
      return render(
        parts,
        visit,
        owner === null ? {} : { owner: presentOwnerRefusal(result.check, owner) },
        422,
      );
    }
  }
}
