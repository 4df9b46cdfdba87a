import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { notFound } from '../../infrastructure/errors';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { ClassmateSettings } from '../../rules/account/classmate-help';
import type { AccountHandler, AccountVisit } from '../as-account';
import type { AskClassmateService } from './ask-classmate.service';
import { presentSentRequest } from './classmate-help.presenter';
import { type ClassmateErrors, classmateFields, readClassmateFacts } from './classmate-request.form';

export interface AskClassmateControllers {
  readonly show: AccountHandler;
  readonly ask: AccountHandler;
  readonly withdraw: AccountHandler;
}

const PATH = '/account/solutions/classmates';

const REPEATED = '已向这位同学发送过请求，请等待协助，或先撤回再重新发送！';

/** 大学同班同学协助, as the account sees it that asks. */
export function createAskClassmateControllers(
  service: AskClassmateService,
  settings: ClassmateSettings,
): AskClassmateControllers {
  async function render(
    visit: AccountVisit,
    errors: ClassmateErrors,
    { status = 200, limited = null as Limited | null } = {},
  ): Promise<void> {
    const { standings, helpers } = await service.list(visit.account);
    const typed = Object.fromEntries(classmateFields.map((name) => [name, readField(visit.req, name)]));
    visit.render(
      'account/classmate-help/ask',
      {
        requests: standings.map(presentSentRequest),
        helpers,
        needed: settings.needed,
        days: settings.requestDays,
        sent: visit.req.query.sent === '1',
        typed,
        errors,
        limit: limited && presentLimit(limited),
        faults: listFaults({ ...errors }, classmateFields),
      },
      { status },
    );
  }

  return {
    show: (visit) => render(visit, {}),

    async ask(visit) {
      const { req, account, origin } = visit;
      const { value, errors } = readClassmateFacts(req);
      if (Object.keys(errors).length > 0) return render(visit, errors, { status: 422 });
      const result = await service.ask(account, value, origin);
      if (result.outcome === 'limited') return render(visit, {}, { status: 429, limited: result });
      if (result.outcome === 'repeated') return render(visit, { classmateName: REPEATED }, { status: 422 });
      visit.redirect(`${PATH}?sent=1`);
    },

    async withdraw(visit) {
      const id = readId(visit.req, 'request');
      if (id === null) throw notFound();
      await service.withdraw(visit.account, id, visit.origin);
      visit.redirect(PATH);
    },
  };
}
