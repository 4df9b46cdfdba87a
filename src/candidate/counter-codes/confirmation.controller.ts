import type { CounterCodeService } from '../../domain/counter-codes/counter-code.service';
import type { CounterPurpose } from '../../domain/counter-codes/purpose';
import { presentPurpose } from '../../domain/counter-codes/purpose.presenter';
import { startAnew } from '../../infrastructure/http/session-life';
import type { TotpBindingService } from '../binding/totp-binding.service';
import type { ThawService } from '../disputes/thaw.service';
import type { PhoneService } from '../phone/phone.service';
import type { CodeHolderVisit } from './as-code-holder';
import { asCodeHolder } from './as-code-holder';

interface ConfirmedActs {
  readonly totp: TotpBindingService;
  readonly phone: PhoneService;
  readonly thaw: ThawService;
}

const confirmed: readonly CounterPurpose[] = ['totp', 'phoneDeletion', 'thaw'];

interface ConfirmationParts {
  readonly service: CounterCodeService;
  readonly acts: ConfirmedActs;
}

/** What needs nothing typed but the 柜台码: the candidate sees what is going to happen, and presses once. */
export function createConfirmationControllers(service: CounterCodeService, acts: ConfirmedActs) {
  const parts: ConfirmationParts = { service, acts };
  return {
    show: asCodeHolder(confirmed, (visit) => show(parts, visit)),
    submit: asCodeHolder(confirmed, (visit) => submit(parts, visit)),
  };
}

export type ConfirmationControllers = ReturnType<typeof createConfirmationControllers>;

async function show({ service }: ConfirmationParts, visit: CodeHolderVisit): Promise<void> {
  const { purpose } = visit.counter;
  const { name, candidateNumber } = await service.getCandidate(visit.counter);
  visit.render('candidate/counter-codes/confirmation', {
    name,
    candidateNumber,
    purpose,
    purposeName: presentPurpose(purpose),
  });
}

async function submit({ service, acts }: ConfirmationParts, visit: CodeHolderVisit): Promise<void> {
  const { req, counter, origin } = visit;
  const candidate = await service.getCandidate(counter);
  const transactionStep = service.useUp(counter, origin);
  if (counter.purpose === 'totp') await acts.totp.unbindInPerson({ candidate, origin }, transactionStep);
  else if (counter.purpose === 'thaw') await acts.thaw.thawInPerson({ candidate, origin }, transactionStep);
  else await acts.phone.deleteInPerson({ candidate, origin, journey: req.sessionID }, transactionStep);
  await startAnew(req, { counterDone: counter.purpose });
  visit.redirect('/counter-code');
}
