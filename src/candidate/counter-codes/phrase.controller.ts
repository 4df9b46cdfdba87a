import type { CounterCodeService } from '../../domain/counter-codes/counter-code.service';
import { readField } from '../../infrastructure/http/page-renderer';
import { startAnew } from '../../infrastructure/http/session-life';
import { presentPhraseFaults } from '../security-phrase/phrase-fault.presenter';
import type { SecurityPhraseService } from '../security-phrase/security-phrase.service';
import { asCodeHolder, type CodeHolderVisit } from './as-code-holder';

interface CounterPhraseParts {
  readonly service: CounterCodeService;
  readonly phrases: SecurityPhraseService;
}

/** 密码验证信息重置 with a 柜台码 (M16). */
export function createCounterPhraseControllers(service: CounterCodeService, phrases: SecurityPhraseService) {
  const parts: CounterPhraseParts = { service, phrases };
  return {
    show: asCodeHolder(['phrase'], (visit) => show(parts, visit)),
    submit: asCodeHolder(['phrase'], (visit) => submit(parts, visit)),
  };
}

export type CounterPhraseControllers = ReturnType<typeof createCounterPhraseControllers>;

const show = (parts: CounterPhraseParts, visit: CodeHolderVisit) => render(parts, visit, '', 200);

async function submit(parts: CounterPhraseParts, visit: CodeHolderVisit): Promise<void> {
  const { service, phrases } = parts;
  const { req, counter, origin } = visit;
  const typed = readField(req, 'phrase');
  if (typed.trim() === '') return render(parts, visit, '请输入密码验证信息！', 422);
  const candidate = await service.getCandidate(counter);
  const request = { candidate, typed, origin };
  const result = await phrases.resetInPerson(request, service.useUp(counter, origin));
  if (result.outcome === 'faults') {
    const { maxLength } = await phrases.getPage(candidate);
    const error = presentPhraseFaults(result.faults, maxLength);
    return render(parts, visit, error, 422);
  }
  await startAnew(req, { counterDone: 'phrase' });
  visit.redirect('/counter-code');
}

async function render(
  parts: CounterPhraseParts,
  visit: CodeHolderVisit,
  error: string,
  status: number,
): Promise<void> {
  const { service, phrases } = parts;
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
