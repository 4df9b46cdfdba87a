import { presentCodeSending, presentProofResult } from '../identity';
import type { VisitHandler } from '../middleware/as-visitor';
import { readField } from '../middleware/page-renderer';
import {
  findPhoneJourney,
  type PhoneJourney,
  type PhoneService,
  type PhoneVisit,
  presentPhoneFault,
  presentPhoneStep,
  presentTooManyPhones,
  TAKEN,
} from '../phone';
import type { Arrival } from '../sign-in';
import { asNewcomer, type NewcomerVisit } from './as-newcomer';
import type { FirstSignInService } from './first-sign-in.service';

export interface FirstPhoneControllers {
  readonly show: VisitHandler;
  readonly submit: VisitHandler;
  readonly showStep: VisitHandler;
  readonly sendCode: VisitHandler;
  readonly answer: VisitHandler;
  /** 暂不登记 */
  readonly finish: VisitHandler;
}

/** The second page behind the first secret: a phone, if the candidate wishes. Password and phrase were set just now. */
export function createFirstPhoneControllers(
  service: FirstSignInService,
  phones: PhoneService,
  arrive: Arrival,
  sender: () => string,
): FirstPhoneControllers {
  async function visitOf({ req, origin, first }: NewcomerVisit): Promise<PhoneVisit> {
    const { candidate } = await service.getPage(first.candidateId);
    return { candidate, journey: req.sessionID, origin };
  }

  function render(visit: NewcomerVisit, error: string, status: number): void {
    const typed = readField(visit.req, 'phone');
    visit.render('first-sign-in/phone', { typed, error, sender: sender() }, { status });
  }

  async function renderStep(
    visit: NewcomerVisit,
    journey: PhoneJourney,
    error: string,
    status: number,
  ): Promise<void> {
    const page = await phones.getStep(await visitOf(visit), journey);
    const model = presentPhoneStep(journey, page, sender(), error);
    visit.render('first-sign-in/phone-step', { model }, { status });
  }

  const withJourney = (work: (visit: NewcomerVisit, journey: PhoneJourney) => Promise<void>) =>
    asNewcomer('phone', async (visit) => {
      const journey = findPhoneJourney(visit.req.session);
      if (journey === null) return visit.redirect('/first-sign-in/phone');
      await work(visit, journey);
    });

  async function end({ req, res, first, redirect }: NewcomerVisit): Promise<void> {
    if (!(await arrive(req, res, first))) redirect('/sign-in');
  }

  return {
    show: asNewcomer('phone', (visit) => render(visit, '', 200)),

    submit: asNewcomer('phone', async (visit) => {
      const at = await visitOf(visit);
      const wish = { deletes: false, typed: readField(visit.req, 'phone'), answer: null };
      const result = await phones.start(at, wish);
      if (result.outcome === 'fault') return render(visit, presentPhoneFault(result.fault), 422);
      if (result.outcome === 'tooMany') return render(visit, presentTooManyPhones(result.until), 429);
      if (result.outcome === 'ownerRefused') throw new Error('the owner was asked for again');
      visit.req.session.phoneJourney = result.journey;
      const error = presentCodeSending(await phones.sendCode(at, result.journey));
      if (error === '') return visit.redirect('/first-sign-in/phone/step');
      await renderStep(visit, result.journey, error, 429);
    }),

    showStep: withJourney((visit, journey) => renderStep(visit, journey, '', 200)),

    sendCode: withJourney(async (visit, journey) => {
      const error = presentCodeSending(await phones.sendCode(await visitOf(visit), journey));
      await renderStep(visit, journey, error, error === '' ? 200 : 429);
    }),

    answer: withJourney(async (visit, journey) => {
      const result = await phones.answer(await visitOf(visit), journey, readField(visit.req, 'answer'));
      switch (result.outcome) {
        case 'done':
          return end(visit);
        case 'taken':
          delete visit.req.session.phoneJourney;
          return render(visit, TAKEN, 409);
        case 'next':
          visit.req.session.phoneJourney = result.journey;
          return visit.redirect('/first-sign-in/phone/step');
        case 'unproved':
          return renderStep(visit, journey, presentProofResult(result.proof, 'sms'), 422);
      }
    }),

    finish: asNewcomer('phone', end),
  };
}
