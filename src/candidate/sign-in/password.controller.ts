import { presentPasswordFaults } from '../../domain/credentials/password.presenter';
import {
  type PasswordChangeErrors,
  presentPasswordChange,
  readPasswordChange,
} from '../../domain/credentials/password-change.form';
import { listPersonalFacts } from '../../domain/credentials/personal-facts';
import type { SignInService } from '../../domain/credentials/sign-in.service';
import type { Knex } from '../../infrastructure/database/knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';

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
    visit.render('candidate/sign-in/password', { errors, changed }, { status });

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
