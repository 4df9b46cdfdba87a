import type { CounterCodeService } from '../../domain/counter-codes/counter-code.service';
import type { VisitHandler } from '../../infrastructure/http/as-visitor';
import { readField } from '../../infrastructure/http/page-renderer';
import { startAnew } from '../../infrastructure/http/session-life';
import { presentPhraseFaults } from '../security-phrase/phrase-fault.presenter';
import type { SecurityPhraseService } from '../security-phrase/security-phrase.service';
import { asCodeHolder, type CodeHolderVisit } from './as-code-holder';

export interface CounterPhraseControllers {
  readonly show: VisitHandler;
  readonly submit: VisitHandler;
}

/** 密码验证信息重置 with a 柜台码 (M16). */
export function createCounterPhraseControllers(
  service: CounterCodeService,
  phrases: SecurityPhraseService,
): CounterPhraseControllers {
  async function render(visit: CodeHolderVisit, error: string, status: number): Promise<void> {
    const candidate = await service.getCandidate(visit.counter);
    const { maxLength } = await phrases.getPage(candidate);
    const { name, candidateNumber } = candidate;
    const typed = readField(visit.req, 'phrase');
    visit.render(
      'candidate/counter-codes/phrase',
      { name, candidateNumber, maxLength, typed, error },
      { status },
    );
  }

  return {
    show: asCodeHolder(['phrase'], (visit) => render(visit, '', 200)),

    submit: asCodeHolder(['phrase'], async (visit) => {
      const { req, counter, origin } = visit;
      const typed = readField(req, 'phrase');
      if (typed.trim() === '') return render(visit, '请输入密码验证信息！', 422);
      const candidate = await service.getCandidate(counter);
      const request = { candidate, typed, origin };
      const result = await phrases.resetInPerson(request, service.useUp(counter, origin));
      if (result.outcome === 'faults') {
        const { maxLength } = await phrases.getPage(candidate);
        const error = presentPhraseFaults(result.faults, maxLength);
        return render(visit, error, 422);
      }
      await startAnew(req, { counterDone: 'phrase' });
      visit.redirect('/counter-code');
    }),
  };
}
