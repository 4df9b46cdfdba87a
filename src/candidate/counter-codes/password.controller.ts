import type { Store } from 'express-session';
import type { CounterCodeService } from '../../domain/counter-codes/counter-code.service';
import { presentPasswordFaults } from '../../domain/credentials/password.presenter';
import { wallClock } from '../../infrastructure/clock';
import type { VisitHandler } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { endOlderSession, startAnew } from '../../infrastructure/http/session-life';
import type { PasswordResetService } from '../password-reset/password-reset.service';
import { asCodeHolder, type CodeHolderVisit } from './as-code-holder';

export interface CounterPasswordControllers {
  readonly show: VisitHandler;
  readonly submit: VisitHandler;
}

interface Errors {
  readonly next?: string;
  readonly again?: string;
}

/** 密码重置 with a 柜台码 (manual, chapters one and eight): the officer never sees or sets a password. */
export function createCounterPasswordControllers(
  service: CounterCodeService,
  resets: PasswordResetService,
  store: Store,
): CounterPasswordControllers {
  async function render(visit: CodeHolderVisit, errors: Errors, status: number): Promise<void> {
    const { name, candidateNumber } = await service.getCandidate(visit.counter);
    const faults = listFaults({ ...errors }, ['next', 'again']);
    visit.render('candidate/counter-codes/password', { name, candidateNumber, errors, faults }, { status });
  }

  return {
    show: asCodeHolder(['password'], (visit) => render(visit, {}, 200)),

    submit: asCodeHolder(['password'], async (visit) => {
      const { req, counter, origin } = visit;
      const next = readField(req, 'next');
      const errors: Errors = {
        ...(next === '' ? { next: '请输入新登录密码！' } : {}),
        ...(readField(req, 'again') === next ? {} : { again: '两次输入的新密码不一致，请重新输入！' }),
      };
      if (Object.keys(errors).length > 0) return render(visit, errors, 422);
      const place = { candidateId: counter.candidateId, origin };
      const result = await resets.resetInPerson(place, next, service.useUp(counter, origin));
      if (result.outcome === 'faults')
        return render(visit, { next: presentPasswordFaults(result.faults) }, 422);
      const at = new Date(wallClock()).toISOString();
      await endOlderSession(store, result.endedSession, { at, address: origin.address, by: 'reset' });
      await startAnew(req, { notice: 'passwordReset' });
      visit.redirect('/sign-in');
    }),
  };
}
