import { CANDIDATE_NUMBER_FAULT } from '../../domain/candidates/identity.presenter';
import type { CounterCodeService } from '../../domain/counter-codes/counter-code.service';
import type { CounterPurpose } from '../../domain/counter-codes/purpose';
import { presentPurposeDone } from '../../domain/counter-codes/purpose.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { formatMinute } from '../../infrastructure/format-time';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { endSession, startAnew } from '../../infrastructure/http/session-life';
import { isCandidateNumber, normaliseCandidateNumber } from '../../rules/identity/candidate-number';

interface Errors {
  readonly form?: string;
  readonly candidateNumber?: string;
  readonly code?: string;
}

const UNKNOWN =
  '考生号或柜台码有误，或柜台码已用过、被收回、失效。请检查后重新输入，如果仍不能使用，请询问发放柜台码的招生考试机构！';

const pathOf: Readonly<Record<CounterPurpose, string>> = {
  password: '/counter-code/password',
  totp: '/counter-code/confirmation',
  phoneChange: '/counter-code/phone',
  phoneDeletion: '/counter-code/confirmation',
  phrase: '/counter-code/phrase',
  thaw: '/counter-code/confirmation',
};

/** 柜台码: what the county office has checked in person is finished by the candidate alone. */
export function createEntranceControllers(parts: CounterCodeService) {
  return { ...bindParts(parts, { submit }), show, leave };
}

export type EntranceControllers = ReturnType<typeof createEntranceControllers>;

const show = (visit: Visit) => render(visit, {}, 200);

async function submit(parts: CounterCodeService, visit: Visit): Promise<void> {
  const { req, origin } = visit;
  const candidateNumber = normaliseCandidateNumber(readField(req, 'candidateNumber'));
  const code = readField(req, 'code');
  const errors: Errors = {
    ...(isCandidateNumber(candidateNumber) ? {} : { candidateNumber: CANDIDATE_NUMBER_FAULT }),
    ...(code.trim() === '' ? { code: '请输入柜台码！' } : {}),
  };
  if (Object.keys(errors).length > 0) return render(visit, errors, 422);
  const result = await parts.enter({ candidateNumber, code, origin });
  switch (result.outcome) {
    case 'unknown':
      return render(visit, { form: UNKNOWN }, 422);
    case 'throttled':
      return render(visit, { form: `输入错误次数过多，请于${formatMinute(result.until)}后再试！` }, 429);
    case 'entered':
      // A new session, so that one planted before the code was right is worth nothing.
      await startAnew(req, { counterVisit: result.visit, journeyOf: result.visit.candidateId });
      return visit.redirect(pathOf[result.visit.purpose]);
  }
}

async function leave({ req, res, redirect }: Visit): Promise<void> {
  await endSession(req, res);
  redirect('/sign-in');
}

function render(visit: Visit, errors: Errors, status: number): void {
  const { req } = visit;
  const done = presentPurposeDone(req.session.counterDone);
  delete req.session.counterDone;
  visit.render(
    'candidate/counter-codes/entrance',
    {
      typed: { candidateNumber: readField(req, 'candidateNumber'), code: readField(req, 'code') },
      done,
      errors,
      faults: listFaults({ ...errors }, ['candidateNumber', 'code']),
    },
    { status },
  );
}
