import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { notFound } from '../../infrastructure/errors';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { ClassmateSettings } from '../../rules/account/classmate-help';
import type { AccountVisit } from '../as-account';
import { presentWrongPassword } from '../centre/password.controller';
import { presentAskedHelp, presentHelpFault } from './classmate-help.presenter';
import type { HelpClassmateService } from './help-classmate.service';

interface HelpErrors {
  readonly code?: string;
  readonly confirmed?: string;
  readonly current?: string;
}

const NO_CODE = '请输入同学告诉您的4位核对码！';
const WRONG_CODE = '核对码错误，请向同学本人再次确认，说不出核对码的可能不是本人，请不要协助！';

type HelpClassmateParts = Pick<ClassmateSettings, 'accountDays'> & {
  readonly service: HelpClassmateService;
};

/** 大学同班同学协助, as the classmate sees it. */
export function createHelpClassmateControllers(
  service: HelpClassmateService,
  given: Pick<ClassmateSettings, 'accountDays'>,
) {
  const parts: HelpClassmateParts = { service, ...given };
  return bindParts(parts, { list, show, help, refuse, takeBack });
}

export type HelpClassmateControllers = ReturnType<typeof createHelpClassmateControllers>;

async function list(
  { service, accountDays }: HelpClassmateParts,
  { account, render: show }: AccountVisit,
): Promise<void> {
  const asked = await service.list(account);
  show('account/classmate-help/requests', {
    requests: asked.map((one) => presentAskedHelp(one, accountDays)),
  });
}

const show = (parts: HelpClassmateParts, visit: AccountVisit) => render(parts, visit, {});

async function help(parts: HelpClassmateParts, visit: AccountVisit): Promise<void> {
  const { service, accountDays } = parts;
  const { req, account, origin } = visit;
  if (readField(req, 'confirmed') !== 'yes')
    return render(parts, visit, { confirmed: '请先确认是本人的请求，再勾选！' }, { status: 422 });
  const code = readField(req, 'matchCode');
  if (code.trim() === '') return render(parts, visit, { code: NO_CODE }, { status: 422 });
  const typed = { password: readField(req, 'current'), code };
  const result = await service.help(account, invitationOf(visit), typed, origin);
  if (result.outcome === 'limited') return render(parts, visit, {}, { status: 429, limited: result });
  if (result.outcome === 'wrongCode') return render(parts, visit, { code: WRONG_CODE }, { status: 422 });
  if (result.outcome === 'wrongPassword')
    return render(parts, visit, { current: presentWrongPassword(typed.password) }, { status: 422 });
  if (result.outcome === 'refused')
    return render(parts, visit, {}, { refusal: presentHelpFault(result.fault, accountDays), status: 409 });
  visit.redirect(pathOf(visit));
}

async function refuse({ service }: HelpClassmateParts, visit: AccountVisit): Promise<void> {
  await service.refuse(visit.account, invitationOf(visit), visit.origin);
  visit.redirect(pathOf(visit));
}

async function takeBack({ service }: HelpClassmateParts, visit: AccountVisit): Promise<void> {
  await service.takeBack(visit.account, invitationOf(visit), visit.origin);
  visit.redirect(pathOf(visit));
}

const invitationOf = ({ req }: AccountVisit) => readId(req, 'invitation');

const pathOf = (visit: AccountVisit) => `/account/classmates/${invitationOf(visit)}`;

async function render(
  parts: HelpClassmateParts,
  visit: AccountVisit,
  errors: HelpErrors,
  { refusal = '', status = 200, limited = null as Limited | null } = {},
): Promise<void> {
  const { service, accountDays } = parts;
  const asked = await service.find(visit.account, invitationOf(visit));
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
