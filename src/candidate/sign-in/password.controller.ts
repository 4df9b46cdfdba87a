import { presentPasswordFaults } from '../../domain/credentials/password.presenter';
import {
  type PasswordChangeErrors,
  presentPasswordChange,
  readPasswordChange,
} from '../../domain/credentials/password-change.form';
import { listPersonalFacts } from '../../domain/credentials/personal-facts';
import type { SignInService } from '../../domain/credentials/sign-in.service';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Knex } from '../../infrastructure/database/knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { CandidateVisit } from '../as-candidate';

interface PasswordParts {
  readonly service: SignInService;
  readonly db: Knex;
  readonly cipher: Cipher;
}

/** 修改密码. Passwords are never sent back to the page. */
export function createPasswordControllers(service: SignInService, db: Knex, cipher: Cipher) {
  const parts: PasswordParts = { service, db, cipher };
  return { ...bindParts(parts, { submit }), show };
}

export type PasswordControllers = ReturnType<typeof createPasswordControllers>;

const show = (visit: CandidateVisit) => render(visit, {});

async function submit({ service, db, cipher }: PasswordParts, visit: CandidateVisit): Promise<void> {
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
}

const render = (visit: CandidateVisit, errors: PasswordChangeErrors, status = 200, changed = false) =>
  visit.render('candidate/sign-in/password', { errors, changed }, { status });
