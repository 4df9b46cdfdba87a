import { presentProofResult } from '../../domain/identity/proof-step.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { formatMinute } from '../../infrastructure/format-time';
import { readField } from '../../infrastructure/http/page-renderer';
import type { CandidateVisit } from '../as-candidate';
import { presentPhraseFaults } from './phrase-fault.presenter';
import type { SecurityPhraseService } from './security-phrase.service';

type Done = '' | 'reset' | 'delayed';

interface Errors {
  readonly phrase?: string;
  readonly old?: string;
  readonly password?: string;
}

/** 密码验证信息重置 (figure 26). A phrase is never sent back to the page once it is set. */
export function createSecurityPhraseControllers(parts: SecurityPhraseService) {
  return bindParts(parts, { show, submit, cancel });
}

export type SecurityPhraseControllers = ReturnType<typeof createSecurityPhraseControllers>;

const show = (parts: SecurityPhraseService, visit: CandidateVisit) => render(parts, visit, {});

async function submit(parts: SecurityPhraseService, visit: CandidateVisit): Promise<void> {
  const { req, candidate, origin } = visit;
  const typed = readField(req, 'phrase');
  const password = readField(req, 'password');
  const missing: Errors = {
    ...(typed.trim() === '' && { phrase: '请输入密码验证信息！' }),
    ...(password === '' && { password: '请输入登录密码！' }),
  };
  if (Object.keys(missing).length > 0) return render(parts, visit, missing, 422);
  const result = await parts.reset({
    candidate,
    typed,
    old: readField(req, 'old').trim(),
    password,
    origin,
  });
  switch (result.outcome) {
    case 'reset':
    case 'delayed':
      return render(parts, visit, {}, 200, result.outcome);
    case 'oldRefused':
      return render(parts, visit, { old: presentProofResult(result.proof, 'phrase') }, 422);
    case 'faults': {
      const { maxLength } = await parts.getPage(candidate);
      const phrase = presentPhraseFaults(result.faults, maxLength);
      return render(parts, visit, { phrase }, 422);
    }
    case 'wrongPassword':
      return render(parts, visit, { password: '登录密码错误，请检查后重新输入！' }, 422);
    case 'throttled':
      return render(
        parts,
        visit,
        { password: `密码输入错误次数过多，请于${formatMinute(result.until)}后再试！` },
        429,
      );
  }
}

/** 撤销 of a change that has not taken effect. */
async function cancel(parts: SecurityPhraseService, visit: CandidateVisit): Promise<void> {
  await parts.cancel(visit);
  visit.redirect('/security-phrase');
}

async function render(
  parts: SecurityPhraseService,
  visit: CandidateVisit,
  errors: Errors,
  status = 200,
  done: Done = '',
): Promise<void> {
  const page = await parts.getPage(visit.candidate);
  const typed = done !== '' ? '' : readField(visit.req, 'phrase');
  visit.render('candidate/security-phrase/phrase', { ...page, typed, errors, done }, { status });
}
