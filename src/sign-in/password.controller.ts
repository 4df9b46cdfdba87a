import type { Knex } from '../db/knex';
import type { CandidateHandler, CandidateVisit } from '../middleware/as-candidate';
import type { Cipher } from '../security/cipher';
import { presentPasswordFaults } from './password.presenter';
import { type PasswordChangeErrors, presentPasswordChange, readPasswordChange } from './password-change.form';
import { listPersonalFacts } from './personal-facts';
import type { SignInService } from './sign-in.service';

export interface PasswordControllers {
  readonly show: CandidateHandler;
  readonly submit: CandidateHandler;
}

/** 修改密码. Passwords are never sent back to the page. */
export function createPasswordControllers(
  service: SignInService,
  db: Knex,
  cipher: Cipher,
): PasswordControllers {
  const render = (visit: CandidateVisit, errors: PasswordChangeErrors, status = 200, changed = false) =>
    visit.render('sign-in/password', { errors, changed }, { status });

  return {
    show: (visit) => render(visit, {}),

    async submit(visit) {
      const { req, candidate, origin } = visit;
      const { current, next, errors } = readPasswordChange(req);
      if (Object.keys(errors).length > 0) return render(visit, errors, 422);
      const result = await service.changePassword({
        candidateId: candidate.id,
        candidateNumber: candidate.candidateNumber,
        personal: await listPersonalFacts(db, cipher, candidate),
        current,
        next,
        origin,
      });
      const refused = presentPasswordChange(result, (faults) => presentPasswordFaults(faults));
      if (refused === null) return render(visit, {}, 200, true);
      render(visit, refused.errors, refused.status);
    },
  };
}
