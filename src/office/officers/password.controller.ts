import {
  type PasswordChangeErrors,
  presentPasswordChange,
  readPasswordChange,
} from '../../domain/credentials/password-change.form';
import { bindParts } from '../../infrastructure/bind-parts';
import { listFaults } from '../../infrastructure/http/list-faults';
import type { OfficerVisit } from '../as-officer';
import type { OfficeSignInService } from './office-sign-in.service';
import { presentOfficePasswordFaults } from './password.presenter';

interface PasswordPages {
  readonly service: OfficeSignInService;
}

const render = (visit: OfficerVisit, errors: PasswordChangeErrors, status: number, changed = false) =>
  visit.render(
    'office/officers/password',
    { errors, changed, faults: listFaults(errors, ['current', 'next', 'again']) },
    { status },
  );

const showForm = (visit: OfficerVisit) => render(visit, {}, 200);

async function submitPassword({ service }: PasswordPages, visit: OfficerVisit): Promise<void> {
  const { req, officer, origin } = visit;
  const { current, next, errors } = readPasswordChange(req);
  if (Object.keys(errors).length > 0) return render(visit, errors, 422);
  const result = await service.changePassword(officer, { current, next, origin });
  const refused = presentPasswordChange(result, presentOfficePasswordFaults);
  if (refused === null) return render(visit, {}, 200, true);
  render(visit, refused.errors, refused.status);
}

/** 修改密码 of an officer. Passwords are never sent back to the page. */
export function createOfficePasswordControllers(service: OfficeSignInService) {
  const pages: PasswordPages = { service };
  return { show: showForm, ...bindParts(pages, { submit: submitPassword }) };
}

export type OfficePasswordControllers = ReturnType<typeof createOfficePasswordControllers>;
