import type { Request, Response } from 'express';
import { bindParts } from '../../infrastructure/bind-parts';
import { formatMinute } from '../../infrastructure/format-time';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { OFFICE_PATH } from '../../infrastructure/http/office-path';
import { getOrigin } from '../../infrastructure/http/origin';
import { OFFICE_SESSION_COOKIE } from '../../infrastructure/http/set-up-sessions';
import { endOfficeSession, type OfficeArrival } from './office-session-life';
import type { OfficeSignInService } from './office-sign-in.service';
import { type OfficeSignInErrors, readOfficeSignInForm } from './sign-in.form';

const ENDED = '您的登录已失效：15分钟没有操作，或账号已在另一处登录、停用。请重新登录。';
const WRONG = '登录名、密码或动态密码错误，每个动态密码只能使用一次，请检查后用下一个动态密码重新输入！';

interface SignInPages {
  readonly service: OfficeSignInService;
  readonly arrive: OfficeArrival;
}

/** 工作人员登录: name, password and 动态密码 in one form. */
export function createOfficeSignInControllers(service: OfficeSignInService, arrive: OfficeArrival) {
  const pages: SignInPages = { service, arrive };
  return { show, ...bindParts(pages, { submit, signOut }) };
}

export type OfficeSignInControllers = ReturnType<typeof createOfficeSignInControllers>;

const render = (visit: Visit, signInName: string, errors: OfficeSignInErrors, status: number, notice = '') =>
  visit.render(
    'office/officers/sign-in',
    {
      signInName,
      errors,
      notice,
      faults: listFaults({ ...errors }, ['signInName', 'password', 'totp']),
    },
    { status },
  );

async function show(visit: Visit): Promise<void> {
  const { req, res } = visit;
  const ended = req.cookies[OFFICE_SESSION_COOKIE] !== undefined && req.session.officerSetUp === undefined;
  // Whoever comes here begins anew.
  if (req.cookies[OFFICE_SESSION_COOKIE] !== undefined) await endOfficeSession(req, res);
  render(visit, '', {}, 200, ended ? ENDED : '');
}

async function submit({ service, arrive }: SignInPages, visit: Visit): Promise<void> {
  const { req, res, origin } = visit;
  const { value, errors } = readOfficeSignInForm(req);
  if (Object.keys(errors).length > 0) return render(visit, value.signInName, errors, 422);
  const result = await service.signIn({ ...value, origin });
  if (result.outcome === 'throttled') {
    const form = `登录错误次数过多，请于${formatMinute(result.until)}后再试。`;
    return render(visit, value.signInName, { form }, 429);
  }
  if (result.outcome === 'signedIn' && (await arrive(req, res, result))) return;
  render(visit, value.signInName, { form: WRONG }, 401);
}

async function signOut({ service }: SignInPages, req: Request, res: Response): Promise<void> {
  const { officer } = req.session;
  if (officer !== undefined) await service.signOut(officer, req.sessionID, getOrigin(req));
  await endOfficeSession(req, res);
  res.setHeader('Clear-Site-Data', '"cache"');
  res.redirect(303, `${OFFICE_PATH}/sign-in`);
}
