import type { Store } from 'express-session';
import type { CounterCodeService } from '../../domain/counter-codes/counter-code.service';
import { readNextPassword } from '../../domain/credentials/new-password.form';
import { presentPasswordFaults } from '../../domain/credentials/password.presenter';
import { wallClock } from '../../infrastructure/clock';
import { listFaults } from '../../infrastructure/http/list-faults';
import { endOlderSession, startAnew } from '../../infrastructure/http/session-life';
import type { PasswordResetService } from '../password-reset/password-reset.service';
import { asCodeHolder, type CodeHolderVisit } from './as-code-holder';

interface Errors {
  readonly next?: string;
  readonly again?: string;
}

interface CounterPasswordParts {
  readonly service: CounterCodeService;
  readonly resets: PasswordResetService;
  readonly store: Store;
}

/** 密码重置 with a 柜台码 (manual, chapters one and eight): the officer never sees or sets a password. */
export function createCounterPasswordControllers(
  service: CounterCodeService,
  resets: PasswordResetService,
  store: Store,
) {
  const parts: CounterPasswordParts = { service, resets, store };
  return {
    show: asCodeHolder(['password'], (visit) => show(parts, visit)),
    submit: asCodeHolder(['password'], (visit) => submit(parts, visit)),
  };
}

export type CounterPasswordControllers = ReturnType<typeof createCounterPasswordControllers>;

const show = (parts: CounterPasswordParts, visit: CodeHolderVisit) => render(parts, visit, {}, 200);

async function submit(parts: CounterPasswordParts, visit: CodeHolderVisit): Promise<void> {
  const { resets, service, store } = parts;
  const { req, counter, origin } = visit;
  const { next, errors } = readNextPassword(req);
  if (Object.keys(errors).length > 0) return render(parts, visit, errors, 422);
  const place = { candidateId: counter.candidateId, origin };
  const result = await resets.resetInPerson(place, next, service.useUp(counter, origin));
  if (result.outcome === 'faults')
    return render(parts, visit, { next: presentPasswordFaults(result.faults) }, 422);
  const at = new Date(wallClock()).toISOString();
  await endOlderSession(store, result.endedSession, { at, address: origin.address, by: 'reset' });
  await startAnew(req, { notice: 'passwordReset' });
  visit.redirect('/sign-in');
}

async function render(
  parts: CounterPasswordParts,
  visit: CodeHolderVisit,
  errors: Errors,
  status: number,
): Promise<void> {
  const { name, candidateNumber } = await parts.service.getCandidate(visit.counter);
  const faults = listFaults({ ...errors }, ['next', 'again']);
  visit.render('candidate/counter-codes/password', { name, candidateNumber, errors, faults }, { status });
}
