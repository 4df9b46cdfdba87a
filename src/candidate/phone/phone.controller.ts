import {
  type OwnerErrors,
  presentOwnerRefusal,
  presentOwnerStep,
} from '../../domain/credentials/owner-step.presenter';
import { presentCodeSending, presentProofResult } from '../../domain/identity/proof-step.presenter';
import { readField } from '../../infrastructure/http/page-renderer';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';
import {
  presentPhoneDone,
  presentPhoneFault,
  presentPhoneStep,
  presentTooManyPhones,
  TAKEN,
} from './phone.presenter';
import type { PhoneService, PhoneStart } from './phone.service';
import { findPhoneJourney, type PhoneJourney, type PhoneVisit } from './phone-journey';

export interface PhoneControllers {
  readonly show: CandidateHandler;
  readonly submit: CandidateHandler;
  readonly showStep: CandidateHandler;
  readonly sendCode: CandidateHandler;
  readonly answer: CandidateHandler;
}

interface Errors {
  readonly phone?: string;
  readonly owner?: OwnerErrors;
}

/** 手机号码维护 (figure 25). */
export function createPhoneControllers(service: PhoneService, sender: () => string): PhoneControllers {
  const visitOf = ({ req, candidate, origin }: CandidateVisit): PhoneVisit => ({
    candidate,
    journey: req.sessionID,
    origin,
  });

  async function render(visit: CandidateVisit, errors: Errors, status: number): Promise<void> {
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
    visit: CandidateVisit,
    journey: PhoneJourney,
    error: string,
    status: number,
  ): Promise<void> {
    const page = await service.getStep(visitOf(visit), journey);
    visit.render(
      'candidate/phone/step',
      { act: journey.act, model: presentPhoneStep(journey, page, sender(), error) },
      { status },
    );
  }

  /** Sends the code of a step as soon as the step is reached; a rung that needs none sends none. */
  async function enterStep(visit: CandidateVisit, journey: PhoneJourney): Promise<void> {
    visit.req.session.phoneJourney = journey;
    if (journey.steps[0] === 'owner') return visit.redirect('/phone/step');
    const error = presentCodeSending(await service.sendCode(visitOf(visit), journey));
    if (error === '') return visit.redirect('/phone/step');
    await renderStep(visit, journey, error, 429);
  }

  async function withJourney(
    visit: CandidateVisit,
    work: (journey: PhoneJourney) => Promise<void>,
  ): Promise<void> {
    const journey = findPhoneJourney(visit.req.session);
    if (journey === null) return visit.redirect('/phone');
    await work(journey);
  }

  async function refuse(visit: CandidateVisit, result: Exclude<PhoneStart, { outcome: 'started' }>) {
    switch (result.outcome) {
      case 'fault':
        return render(visit, { phone: presentPhoneFault(result.fault) }, 422);
      case 'tooMany':
        return render(visit, { phone: presentTooManyPhones(result.until) }, 429);
      case 'ownerRefused': {
        const { owner } = await service.getPage(visitOf(visit));
        return render(visit, owner === null ? {} : { owner: presentOwnerRefusal(result.check, owner) }, 422);
      }
    }
  }

  return {
    show: (visit) => render(visit, {}, 200),

    async submit(visit) {
      const { req } = visit;
      const result = await service.start(visitOf(visit), {
        deletes: readField(req, 'act') === 'delete',
        typed: readField(req, 'phone'),
        answer: {
          password: readField(req, 'password'),
          phrase: readField(req, 'phrase'),
          answer: '',
        },
      });
      if (result.outcome === 'started') await enterStep(visit, result.journey);
      else await refuse(visit, result);
    },

    showStep: (visit) => withJourney(visit, (journey) => renderStep(visit, journey, '', 200)),

    sendCode: (visit) =>
      withJourney(visit, async (journey) => {
        const error = presentCodeSending(await service.sendCode(visitOf(visit), journey));
        await renderStep(visit, journey, error, error === '' ? 200 : 429);
      }),

    answer: (visit) =>
      withJourney(visit, async (journey) => {
        const result = await service.answer(visitOf(visit), journey, readField(visit.req, 'answer'));
        switch (result.outcome) {
          case 'next':
            return enterStep(visit, result.journey);
          case 'done':
            delete visit.req.session.phoneJourney;
            visit.req.session.phoneDone = journey.act;
            return visit.redirect('/phone');
          case 'taken':
            delete visit.req.session.phoneJourney;
            return render(visit, { phone: TAKEN }, 409);
          case 'unproved': {
            const { proof } = await service.getStep(visitOf(visit), journey);
            return renderStep(visit, journey, presentProofResult(result.proof, proof.rung), 422);
          }
        }
      }),
  };
}
