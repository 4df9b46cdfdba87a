import type { Knex } from '../db/knex';
import { formatMinute } from '../format-time';
import type { CandidateHandler, CandidateVisit } from '../middleware/as-candidate';
import { readField } from '../middleware/page-renderer';
import type { Cipher } from '../security/cipher';
import { presentPasswordFault } from './password.presenter';
import { listPersonalFacts } from './personal-facts';
import type { SignInService } from './sign-in.service';

export interface PasswordControllers {
  readonly show: CandidateHandler;
  readonly submit: CandidateHandler;
}

interface PasswordErrors {
  current?: string;
  next?: string;
  again?: string;
}

/** 修改密码. Passwords are never sent back to the page. */
export function createPasswordControllers(
  service: SignInService,
  db: Knex,
  cipher: Cipher,
): PasswordControllers {
  const render = (visit: CandidateVisit, errors: PasswordErrors, status = 200, changed = false) =>
    visit.render('sign-in/password', { errors, changed }, { status });

  return {
    show: (visit) => render(visit, {}),

    async submit(visit) {
      const { req, candidate, origin } = visit;
      const current = readField(req, 'current');
      const next = readField(req, 'next');
      const errors: PasswordErrors = {};
      if (current === '') errors.current = '请输入原密码！';
      if (next === '') errors.next = '请输入新密码！';
      if (readField(req, 'again') !== next) errors.again = '两次输入的新密码不一致，请重新输入！';
      else if (next !== '' && next === current) errors.next = '新密码不能与原密码相同！';
      if (Object.keys(errors).length > 0) return render(visit, errors, 422);

      const result = await service.changePassword({
        candidateId: candidate.id,
        candidateNumber: candidate.candidateNumber,
        personal: await listPersonalFacts(db, cipher, candidate),
        current,
        next,
        origin,
      });
      switch (result.outcome) {
        case 'changed':
          return render(visit, {}, 200, true);
        case 'faults':
          return render(visit, { next: result.faults.map(presentPasswordFault).join('') }, 422);
        case 'throttled':
          return render(
            visit,
            { current: `密码输入错误次数过多，请于${formatMinute(result.until)}后再试！` },
            429,
          );
        case 'wrongPassword':
          return render(visit, { current: '原密码错误，请重新输入！' }, 422);
      }
    },
  };
}
