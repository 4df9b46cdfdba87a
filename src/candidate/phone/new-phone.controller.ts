import { presentCodeSending } from '../../domain/identity/proof-step.presenter';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import { readField } from '../../infrastructure/http/page-renderer';
import { presentPhoneFault, presentPhoneStep, presentTooManyPhones } from './phone.presenter';
import type { PhoneService } from './phone.service';
import { findPhoneJourney, type PhoneJourney, type PhoneVisit } from './phone-journey';

/** A place where somebody who is not signed in registers a phone. */
interface NewPhonePlace<V extends Visit> {
  /** Lets in who has come this far. */
  readonly guard: (handler: (visit: V) => Promise<void> | void) => VisitHandler;
  readonly visitOf: (visit: V) => Promise<PhoneVisit>;
  readonly renderForm: (visit: V, error: string, status: number) => Promise<void> | void;
  readonly stepTemplate: string;
  readonly formPath: string;
  readonly stepPath: string;
  /** The owner stands at the counter: nothing but the new phone is to be proved. */
  readonly inPerson: boolean;
}

interface NewPhoneControllers<V> {
  readonly show: VisitHandler;
  readonly submit: VisitHandler;
  readonly showStep: VisitHandler;
  readonly sendCode: VisitHandler;
  withJourney(work: (visit: V, journey: PhoneJourney) => Promise<void>): VisitHandler;
  renderStep(visit: V, journey: PhoneJourney, error: string, status: number): Promise<void>;
}

/** The number, and the code sent to it; what follows a right code is the place's own. */
export function createNewPhoneControllers<V extends Visit>(
  phones: PhoneService,
  sender: () => string,
  place: NewPhonePlace<V>,
): NewPhoneControllers<V> {
  const { guard, visitOf, renderForm } = place;

  async function renderStep(visit: V, journey: PhoneJourney, error: string, status: number): Promise<void> {
    const page = await phones.getStep(await visitOf(visit), journey);
    const model = presentPhoneStep(journey, page, sender(), error);
    visit.render(place.stepTemplate, { model }, { status });
  }

  const withJourney: NewPhoneControllers<V>['withJourney'] = (work) =>
    guard(async (visit) => {
      const journey = findPhoneJourney(visit.req.session);
      if (journey === null) return visit.redirect(place.formPath);
      await work(visit, journey);
    });

  return {
    withJourney,
    renderStep,
    show: guard((visit) => renderForm(visit, '', 200)),

    submit: guard(async (visit) => {
      const at = await visitOf(visit);
      const typed = readField(visit.req, 'phone');
      const result = await phones.start(at, {
        deletes: false,
        typed,
        answer: null,
        inPerson: place.inPerson,
      });
      if (result.outcome === 'fault')
        return renderForm(visit, presentPhoneFault(result.fault, result.province), 422);
      if (result.outcome === 'tooMany') return renderForm(visit, presentTooManyPhones(result.until), 429);
      if (result.outcome === 'ownerRefused') throw new Error('the owner was asked for again');
      visit.req.session.phoneJourney = result.journey;
      const error = presentCodeSending(await phones.sendCode(at, result.journey));
      if (error === '') return visit.redirect(place.stepPath);
      await renderStep(visit, result.journey, error, 429);
    }),

    showStep: withJourney((visit, journey) => renderStep(visit, journey, '', 200)),

    sendCode: withJourney(async (visit, journey) => {
      const error = presentCodeSending(await phones.sendCode(await visitOf(visit), journey));
      await renderStep(visit, journey, error, error === '' ? 200 : 429);
    }),
  };
}
