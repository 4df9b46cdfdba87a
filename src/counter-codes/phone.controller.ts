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
import { startAnew } from '../sign-in';
import { asCodeHolder, type CodeHolderVisit } from './as-code-holder';
import type { CounterCodeService } from './counter-code.service';

export interface CounterPhoneControllers {
  readonly show: VisitHandler;
  readonly submit: VisitHandler;
  readonly showStep: VisitHandler;
  readonly sendCode: VisitHandler;
  readonly answer: VisitHandler;
}

/** 手机号码修改 with a 柜台码 (M15): the old phone is lost, the new one is proved by a code sent to it. */
export function createCounterPhoneControllers(
  service: CounterCodeService,
  phones: PhoneService,
  sender: () => string,
): CounterPhoneControllers {
  async function visitOf({ req, origin, counter }: CodeHolderVisit): Promise<PhoneVisit> {
    return { candidate: await service.getCandidate(counter), journey: req.sessionID, origin };
  }

  async function render(visit: CodeHolderVisit, error: string, status: number): Promise<void> {
    const { name, candidateNumber } = await service.getCandidate(visit.counter);
    const typed = readField(visit.req, 'phone');
    visit.render('counter-codes/phone', { name, candidateNumber, typed, error }, { status });
  }

  async function renderStep(
    visit: CodeHolderVisit,
    journey: PhoneJourney,
    error: string,
    status: number,
  ): Promise<void> {
    const page = await phones.getStep(await visitOf(visit), journey);
    const model = presentPhoneStep(journey, page, sender(), error);
    visit.render('counter-codes/phone-step', { model }, { status });
  }

  const withJourney = (work: (visit: CodeHolderVisit, journey: PhoneJourney) => Promise<void>) =>
    asCodeHolder(['phoneChange'], async (visit) => {
      const journey = findPhoneJourney(visit.req.session);
      if (journey === null) return visit.redirect('/counter-code/phone');
      await work(visit, journey);
    });

  return {
    show: asCodeHolder(['phoneChange'], (visit) => render(visit, '', 200)),

    submit: asCodeHolder(['phoneChange'], async (visit) => {
      const at = await visitOf(visit);
      const typed = readField(visit.req, 'phone');
      const result = await phones.start(at, { deletes: false, typed, answer: null, inPerson: true });
      if (result.outcome === 'fault') return render(visit, presentPhoneFault(result.fault), 422);
      if (result.outcome === 'tooMany') return render(visit, presentTooManyPhones(result.until), 429);
      if (result.outcome === 'ownerRefused') throw new Error('the owner was asked for again');
      visit.req.session.phoneJourney = result.journey;
      const error = presentCodeSending(await phones.sendCode(at, result.journey));
      if (error === '') return visit.redirect('/counter-code/phone/step');
      await renderStep(visit, result.journey, error, 429);
    }),

    showStep: withJourney((visit, journey) => renderStep(visit, journey, '', 200)),

    sendCode: withJourney(async (visit, journey) => {
      const error = presentCodeSending(await phones.sendCode(await visitOf(visit), journey));
      await renderStep(visit, journey, error, error === '' ? 200 : 429);
    }),

    answer: withJourney(async (visit, journey) => {
      const { req, counter, origin } = visit;
      const typed = readField(req, 'answer');
      const alongside = service.useUp(counter, origin);
      const result = await phones.answer(await visitOf(visit), journey, typed, alongside);
      switch (result.outcome) {
        case 'done':
          await startAnew(req, { counterDone: 'phoneChange' });
          return visit.redirect('/counter-code');
        case 'taken':
          delete req.session.phoneJourney;
          return render(visit, TAKEN, 409);
        case 'next':
          throw new Error('a journey behind the counter has one step');
        case 'unproved':
          return renderStep(visit, journey, presentProofResult(result.proof, 'sms'), 422);
      }
    }),
  };
}
