import type { CounterCodeService } from '../../domain/counter-codes/counter-code.service';
import { presentProofResult } from '../../domain/identity/proof-step.presenter';
import type { VisitHandler } from '../../infrastructure/http/as-visitor';
import { readField } from '../../infrastructure/http/page-renderer';
import { startAnew } from '../../infrastructure/http/session-life';
import { createNewPhoneControllers } from '../phone/new-phone.controller';
import { TAKEN } from '../phone/phone.presenter';
import type { PhoneService } from '../phone/phone.service';
import type { PhoneVisit } from '../phone/phone-journey';
import { asCodeHolder, type CodeHolderVisit } from './as-code-holder';

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
    visit.render('candidate/counter-codes/phone', { name, candidateNumber, typed, error }, { status });
  }

  const { withJourney, renderStep, ...pages } = createNewPhoneControllers<CodeHolderVisit>(phones, sender, {
    guard: (handler) => asCodeHolder(['phoneChange'], handler),
    visitOf,
    renderForm: render,
    stepTemplate: 'candidate/counter-codes/phone-step',
    formPath: '/counter-code/phone',
    stepPath: '/counter-code/phone/step',
    inPerson: true,
  });

  return {
    ...pages,

    answer: withJourney(async (visit, journey) => {
      const { req, counter, origin } = visit;
      const typed = readField(req, 'answer');
      const transactionStep = service.useUp(counter, origin);
      const result = await phones.answer(await visitOf(visit), journey, typed, transactionStep);
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
