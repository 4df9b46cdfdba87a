import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { ClassmateSettings } from '../../rules/account/classmate-help';
import type { AccountVisit } from '../as-account';
import type { AskClassmateService } from './ask-classmate.service';
import { presentSentRequest } from './classmate-help.presenter';
import { type ClassmateErrors, classmateFields, readClassmateFacts } from './classmate-request.form';

const PATH = '/account/solutions/classmates';

const REPEATED = '已向这位同学发送过请求，请等待协助，或先撤回再重新发送！';

interface AskClassmateParts {
  readonly service: AskClassmateService;
  readonly settings: ClassmateSettings;
}

/** 大学同班同学协助, as the account sees it that asks. */
export function createAskClassmateControllers(service: AskClassmateService, settings: ClassmateSettings) {
  const parts: AskClassmateParts = { service, settings };
  return bindParts(parts, { show, ask, withdraw });
}

export type AskClassmateControllers = ReturnType<typeof createAskClassmateControllers>;

const show = (parts: AskClassmateParts, visit: AccountVisit) => render(parts, visit, {});

async function ask(parts: AskClassmateParts, visit: AccountVisit): Promise<void> {
  const { req, account, origin } = visit;
  const { value, errors } = readClassmateFacts(req);
  if (Object.keys(errors).length > 0) return render(parts, visit, errors, { status: 422 });
  const result = await parts.service.ask(account, value, origin);
  if (result.outcome === 'limited') return render(parts, visit, {}, { status: 429, limited: result });
  if (result.outcome === 'repeated')
    return render(parts, visit, { classmateName: REPEATED }, { status: 422 });
  visit.redirect(`${PATH}?sent=1`);
}

async function withdraw({ service }: AskClassmateParts, visit: AccountVisit): Promise<void> {
  await service.withdraw(visit.account, readId(visit.req, 'request'), visit.origin);
  visit.redirect(PATH);
}

async function render(
  parts: AskClassmateParts,
  visit: AccountVisit,
  errors: ClassmateErrors,
  { status = 200, limited = null as Limited | null } = {},
): Promise<void> {
  const { service, settings } = parts;
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
