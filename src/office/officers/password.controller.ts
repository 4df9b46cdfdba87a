import {
  type PasswordChangeErrors,
  presentPasswordChange,
  readPasswordChange,
} from '../../domain/credentials/password-change.form';
import { listFaults } from '../../infrastructure/http/list-faults';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import type { OfficeSignInService } from './office-sign-in.service';
import { presentOfficePasswordFaults } from './password.presenter';

export interface OfficePasswordControllers {
  readonly show: OfficerHandler;
  readonly submit: OfficerHandler;
}

/** 修改密码 of an officer. Passwords are never sent back to the page. */
export function createOfficePasswordControllers(service: OfficeSignInService): OfficePasswordControllers {
  const render = (visit: OfficerVisit, errors: PasswordChangeErrors, status: number, changed = false) =>
    visit.render(
      'office/officers/password',
      { errors, changed, faults: listFaults(errors, ['current', 'next', 'again']) },
      { status },
    );

  return {
    show: (visit) => render(visit, {}, 200),

    async submit(visit) {
      const { req, officer, origin } = visit;
      const { current, next, errors } = readPasswordChange(req);
      if (Object.keys(errors).length > 0) return render(visit, errors, 422);
      const result = await service.changePassword(officer, { current, next, origin });
      const refused = presentPasswordChange(result, presentOfficePasswordFaults);
      if (refused === null) return render(visit, {}, 200, true);
      render(visit, refused.errors, refused.status);
    },
  };
}
