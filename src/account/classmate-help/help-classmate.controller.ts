import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { notFound } from '../../infrastructure/errors';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { ClassmateSettings } from '../../rules/account/classmate-help';
import type { AccountHandler, AccountVisit } from '../as-account';
import { presentWrongPassword } from '../centre/password.controller';
import { presentAskedHelp, presentHelpFault } from './classmate-help.presenter';
import type { HelpClassmateService } from './help-classmate.service';

export interface HelpClassmateControllers {
  readonly list: AccountHandler;
  readonly show: AccountHandler;
  readonly help: AccountHandler;
  readonly refuse: AccountHandler;
  readonly takeBack: AccountHandler;
}

interface HelpErrors {
  readonly code?: string;
  readonly confirmed?: string;
  readonly current?: string;
}

const NO_CODE = '请输入同学告诉您的4位核对码！';
const WRONG_CODE = '核对码错误，请向同学本人再次确认，说不出核对码的可能不是本人，请不要协助！';

/** 大学同班同学协助, as the classmate sees it. */
export function createHelpClassmateControllers(
  service: HelpClassmateService,
  { accountDays }: Pick<ClassmateSettings, 'accountDays'>,
): HelpClassmateControllers {
  function getInvitationId({ req }: AccountVisit): number {
    const id = readId(req, 'invitation');
    if (id === null) throw notFound();
    return id;
  }

  const pathOf = (visit: AccountVisit) => `/account/classmates/${getInvitationId(visit)}`;

  async function render(
    visit: AccountVisit,
    errors: HelpErrors,
    { refusal = '', status = 200, limited = null as Limited | null } = {},
  ): Promise<void> {
    const asked = await service.find(visit.account, getInvitationId(visit));
    if (asked === null) throw notFound();
    visit.render(
      'account/classmate-help/request',
      {
        asked: presentAskedHelp(asked, accountDays),
        code: readField(visit.req, 'matchCode'),
        confirmed: readField(visit.req, 'confirmed') === 'yes',
        refusal,
        errors,
        limit: limited && presentLimit(limited),
      },
      { status },
    );
  }

  return {
    async list({ account, render: show }) {
      const asked = await service.list(account);
      show('account/classmate-help/requests', {
        requests: asked.map((one) => presentAskedHelp(one, accountDays)),
      });
    },

    show: (visit) => render(visit, {}),

    async help(visit) {
      const { req, account, origin } = visit;
      if (readField(req, 'confirmed') !== 'yes')
        return render(visit, { confirmed: '请先确认是本人的请求，再勾选！' }, { status: 422 });
      const code = readField(req, 'matchCode');
      if (code.trim() === '') return render(visit, { code: NO_CODE }, { status: 422 });
      const typed = { password: readField(req, 'current'), code };
      const result = await service.help(account, getInvitationId(visit), typed, origin);
      if (result.outcome === 'limited') return render(visit, {}, { status: 429, limited: result });
      if (result.outcome === 'wrongCode') return render(visit, { code: WRONG_CODE }, { status: 422 });
      if (result.outcome === 'wrongPassword')
        return render(visit, { current: presentWrongPassword(typed.password) }, { status: 422 });
      if (result.outcome === 'refused')
        return render(visit, {}, { refusal: presentHelpFault(result.fault, accountDays), status: 409 });
      visit.redirect(pathOf(visit));
    },

    async refuse(visit) {
      await service.refuse(visit.account, getInvitationId(visit), visit.origin);
      visit.redirect(pathOf(visit));
    },

    async takeBack(visit) {
      await service.takeBack(visit.account, getInvitationId(visit), visit.origin);
      visit.redirect(pathOf(visit));
    },
  };
}
