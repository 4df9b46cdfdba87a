import { formatMinute } from '../format-time';
import type { OfficerHandler, OfficerVisit } from '../middleware/as-officer';
import { listFaults } from '../middleware/list-faults';
import { readField } from '../middleware/page-renderer';
import type { OfficeSignInService } from './office-sign-in.service';
import { presentOfficePasswordFault } from './password.presenter';

export interface OfficePasswordControllers {
  readonly show: OfficerHandler;
  readonly submit: OfficerHandler;
}

type Errors = Partial<Record<'current' | 'next' | 'again', string>>;

/** 修改密码 of an officer. Passwords are never sent back to the page. */
export function createOfficePasswordControllers(service: OfficeSignInService): OfficePasswordControllers {
  const render = (visit: OfficerVisit, errors: Errors, status: number, changed = false) =>
    visit.render(
      'officers/password',
      { errors, changed, faults: listFaults(errors, ['current', 'next', 'again']) },
      { status },
    );

  return {
    show: (visit) => render(visit, {}, 200),

    async submit(visit) {
      const { req, officer, origin } = visit;
      const current = readField(req, 'current');
      const next = readField(req, 'next');
      const errors: Errors = {};
      if (current === '') errors.current = '请输入原密码！';
      if (next === '') errors.next = '请输入新密码！';
      if (readField(req, 'again') !== next) errors.again = '两次输入的新密码不一致，请重新输入！';
      else if (next !== '' && next === current) errors.next = '新密码不能与原密码相同！';
      if (Object.keys(errors).length > 0) return render(visit, errors, 422);
      const result = await service.changePassword(officer, { current, next, origin });
      switch (result.outcome) {
        case 'changed':
          return render(visit, {}, 200, true);
        case 'faults':
          return render(visit, { next: result.faults.map(presentOfficePasswordFault).join('') }, 422);
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
