import { readNextPassword } from '../../domain/credentials/new-password.form';
import type { OfficerAccount } from '../../domain/officers/officer.repository';
import { wallClock } from '../../infrastructure/clock';
import { formatMinute } from '../../infrastructure/format-time';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { OFFICE_PATH } from '../../infrastructure/http/office-path';
import { readField } from '../../infrastructure/http/page-renderer';
import { startAnew } from '../../infrastructure/http/session-life';
import { drawQrCode } from '../../infrastructure/qr-code';
import type { OfficerFirstSignInService } from './first-sign-in.service';
import type { OfficeArrival } from './office-session-life';
import { presentOfficePasswordFaults } from './password.presenter';
import type { OfficerSetUp } from './session-data';
import { findNameFault, readSignInName, readTotp } from './sign-in.form';

type SetUpHandler = (visit: Visit, setUp: OfficerSetUp, account: OfficerAccount) => Promise<void> | void;
type Errors = Readonly<Record<string, string>>;

const BEGIN = `${OFFICE_PATH}/first-sign-in`;
const FIELDS = ['signInName', 'secret', 'next', 'again', 'totp'];
const WRONG = '登录名或首次登录密码错误，或首次登录密码已使用过、超过24小时，请检查后重新输入！';
const EXPIRED = '首次登录密码已使用过或失效，没有设置成功。请向上级招生考试机构申请新的首次登录密码。';

const HELD =
  '首次登录密码正确，但尚待省招办另一名工作人员核准，核准后才能使用，没有作废。请联系发给您通知单的省招办，核准后再用它登录。';

interface FirstSignInPages {
  readonly service: OfficerFirstSignInService;
  readonly arrive: OfficeArrival;
}

const render = (visit: Visit, page: string, model: object, errors: Errors, status: number) =>
  visit.render(
    `office/officers/first-sign-in-${page}`,
    { ...model, errors, faults: listFaults(errors, FIELDS) },
    { status },
  );

const within =
  ({ service }: FirstSignInPages, handler: SetUpHandler) =>
  async (visit: Visit) => {
    const { officerSetUp: setUp } = visit.req.session;
    const account =
      setUp === undefined || setUp.until < wallClock() ? null : await service.findAccount(setUp);
    if (setUp === undefined || account === null) return visit.redirect(BEGIN);
    await handler(visit, setUp, account);
  };

const withPassword = (
  pages: FirstSignInPages,
  handler: (visit: Visit, setUp: Required<OfficerSetUp>, account: OfficerAccount) => Promise<void>,
) =>
  within(pages, (visit, { sealed, ...setUp }, account) =>
    sealed === undefined
      ? visit.redirect(`${BEGIN}/password`)
      : handler(visit, { ...setUp, sealed }, account),
  );

async function renderTotp(
  pages: FirstSignInPages,
  visit: Visit,
  setUp: Required<OfficerSetUp>,
  account: OfficerAccount,
  errors: Errors,
  status: number,
): Promise<void> {
  const { secret, address } = pages.service.showSecret(setUp, account.signInName);
  render(visit, 'totp', { secret, address, qrCode: await drawQrCode(address) }, errors, status);
}

function showSecret(visit: Visit) {
  return render(visit, 'secret', { signInName: '' }, {}, 200);
}

async function submitSecret({ service }: FirstSignInPages, visit: Visit): Promise<void> {
  const { req, origin } = visit;
  const signInName = readSignInName(req);
  const secret = readField(req, 'secret');
  const nameFault = findNameFault(signInName);
  const errors = {
    ...(nameFault === '' ? {} : { signInName: nameFault }),
    ...(secret === '' ? { secret: '请输入首次登录密码！' } : {}),
    ...(secret.length > 100 ? { secret: '首次登录密码为两组各5位，请检查后重新输入！' } : {}),
  };
  if (Object.keys(errors).length > 0) return render(visit, 'secret', { signInName }, errors, 422);
  const result = await service.checkSecret(signInName, secret, origin);
  if (result.outcome === 'throttled') {
    const form = `输入错误次数过多，请于${formatMinute(result.until)}后再试。`;
    return render(visit, 'secret', { signInName }, { form }, 429);
  }
  if (result.outcome === 'held') return render(visit, 'secret', { signInName }, { form: HELD }, 409);
  if (result.outcome === 'refused') return render(visit, 'secret', { signInName }, { form: WRONG }, 401);
  await startAnew(req, { officerSetUp: result.setUp });
  visit.redirect(`${BEGIN}/password`);
}

async function submitPassword(
  { service }: FirstSignInPages,
  visit: Visit,
  setUp: OfficerSetUp,
  account: OfficerAccount,
): Promise<void> {
  const { next, errors } = readNextPassword(visit.req, { next: '登录密码', again: '密码' });
  if (Object.keys(errors).length > 0) return render(visit, 'password', { account }, errors, 422);
  const result = await service.keepPassword(setUp, account, next, visit.origin);
  if (result.outcome === 'faults') {
    const text = presentOfficePasswordFaults(result.faults);
    return render(visit, 'password', { account }, { next: text }, 422);
  }
  visit.req.session.officerSetUp = result.setUp;
  visit.redirect(`${BEGIN}/dynamic-password`);
}

async function submitTotp(
  pages: FirstSignInPages,
  visit: Visit,
  setUp: Required<OfficerSetUp>,
  account: OfficerAccount,
): Promise<void> {
  const { service, arrive } = pages;
  const { req, res, origin } = visit;
  const typed = readTotp(req);
  const wrong = (totp: string) => renderTotp(pages, visit, setUp, account, { totp }, 422);
  if (!/^\d{8}$/.test(typed)) return wrong('请输入8位动态密码！');
  const result = await service.confirm(setUp, typed, origin);
  if (result.outcome === 'wrong') return wrong('动态密码错误，请等待下一个动态密码后重新输入！');
  if (result.outcome === 'done' && (await arrive(req, res, result))) return;
  delete req.session.officerSetUp;
  render(visit, 'secret', { signInName: account.signInName }, { form: EXPIRED }, 409);
}

/** 工作人员首次登录: first secret, then password, then 动态密码. */
export function createOfficerFirstSignInControllers(
  service: OfficerFirstSignInService,
  arrive: OfficeArrival,
) {
  const pages: FirstSignInPages = { service, arrive };
  return {
    showSecret: (visit) => showSecret(visit),
    submitSecret: (visit) => submitSecret(pages, visit),
    showPassword: within(pages, (visit, _setUp, account) => render(visit, 'password', { account }, {}, 200)),
    submitPassword: within(pages, (visit, setUp, account) => submitPassword(pages, visit, setUp, account)),
    showTotp: withPassword(pages, (visit, setUp, account) =>
      renderTotp(pages, visit, setUp, account, {}, 200),
    ),
    submitTotp: withPassword(pages, (visit, setUp, account) => submitTotp(pages, visit, setUp, account)),
  } satisfies Record<string, VisitHandler>;
}

export type OfficerFirstSignInControllers = ReturnType<typeof createOfficerFirstSignInControllers>;
