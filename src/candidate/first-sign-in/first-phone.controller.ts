import { presentProofResult } from '../../domain/identity/proof-step.presenter';
import type { VisitHandler } from '../../infrastructure/http/as-visitor';
import { readField } from '../../infrastructure/http/page-renderer';
import { createNewPhoneControllers } from '../phone/new-phone.controller';
import { TAKEN } from '../phone/phone.presenter';
import type { PhoneService } from '../phone/phone.service';
import type { PhoneVisit } from '../phone/phone-journey';
import type { Arrival } from '../sign-in/arrival.controller';
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
    visit.render('candidate/first-sign-in/phone', { typed, error, sender: sender() }, { status });
  }

  const { withJourney, renderStep, ...pages } = createNewPhoneControllers<NewcomerVisit>(phones, sender, {
    guard: (handler) => asNewcomer('phone', handler),
    visitOf,
    renderForm: render,
    stepTemplate: 'candidate/first-sign-in/phone-step',
    formPath: '/first-sign-in/phone',
    stepPath: '/first-sign-in/phone/step',
    inPerson: false,
  });

  async function end({ req, res, first, redirect }: NewcomerVisit): Promise<void> {
    if (!(await arrive(req, res, first))) redirect('/sign-in');
  }

  return {
    ...pages,

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
