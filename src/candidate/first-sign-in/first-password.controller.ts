import { readNextPassword } from '../../domain/credentials/new-password.form';
import { presentPasswordFaults } from '../../domain/credentials/password.presenter';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { startAnew } from '../../infrastructure/http/session-life';
import { presentPhraseFaults } from '../security-phrase/phrase-fault.presenter';
import type { Arrival } from '../sign-in/arrival.controller';
import { asNewcomer, type NewcomerVisit } from './as-newcomer';
import type { FirstSignInService } from './first-sign-in.service';

interface Errors {
  readonly form?: string;
  readonly next?: string;
  readonly again?: string;
  readonly phrase?: string;
}

const EXPIRED =
  '首次登录密码已使用过或失效，不能再设置密码。请返回登录，或向报名所在地招生考试机构申请新的首次登录密码。';

interface FirstPasswordParts {
  readonly service: FirstSignInService;
  readonly arrive: Arrival;
}

/** The first page behind the first secret: password and 密码验证信息. */
export function createFirstPasswordControllers(service: FirstSignInService, arrive: Arrival) {
  const parts: FirstPasswordParts = { service, arrive };
  return {
    show: asNewcomer('password', (visit) => show(parts, visit)),
    submit: asNewcomer('password', (visit) => submit(parts, visit)),
  };
}

export type FirstPasswordControllers = ReturnType<typeof createFirstPasswordControllers>;

const show = (parts: FirstPasswordParts, visit: NewcomerVisit) => render(parts, visit, {}, 200);

async function submit(parts: FirstPasswordParts, visit: NewcomerVisit): Promise<void> {
  const { service, arrive } = parts;
  const { req, res, first, origin } = visit;
  const { next, errors } = readNextPassword(req);
  if (Object.keys(errors).length > 0) return render(parts, visit, errors, 422);
  const { candidateId, secretHash, until } = first;
  const result = await service.setPassword({
    candidateId,
    secretHash: Buffer.from(secretHash ?? '', 'base64url'),
    next,
    phrase: readField(req, 'phrase'),
    origin,
  });
  if (result.outcome === 'expired') return render(parts, visit, { form: EXPIRED }, 409);
  const { phraseMaxLength, offersPhone } = await service.getPage(candidateId);
  if (result.outcome === 'faults') {
    const phrase = presentPhraseFaults(result.phrase, phraseMaxLength);
    return render(parts, visit, { next: presentPasswordFaults(result.password), phrase }, 422);
  }
  const { mark } = result;
  if (offersPhone) {
    await startAnew(req, { firstSignIn: { candidateId, secretHash: null, mark, until } });
    return visit.redirect('/first-sign-in/phone');
  }
  if (!(await arrive(req, res, { candidateId, mark }))) visit.redirect('/sign-in');
}

async function render(
  parts: FirstPasswordParts,
  visit: NewcomerVisit,
  errors: Errors,
  status: number,
): Promise<void> {
  const page = await parts.service.getPage(visit.first.candidateId);
  const { name, candidateNumber } = page.candidate;
  const { asksPhrase, phraseMaxLength } = page;
  const phrase = readField(visit.req, 'phrase');
  const faults = listFaults({ ...errors }, ['next', 'again', 'phrase']);
  visit.render(
    'candidate/first-sign-in/password',
    { name, candidateNumber, asksPhrase, phraseMaxLength, phrase, errors, faults },
    { status },
  );
}
