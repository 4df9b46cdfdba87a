import type { Request, Response } from 'express';
import type { SignInResult } from '../../domain/credentials/password-check';
import type { SignInService } from '../../domain/credentials/sign-in.service';
import {
  readSignInPicture,
  type SignInPictures,
  showedPicture,
} from '../../domain/credentials/sign-in-picture.form';
import type { WhoNeedNotWait } from '../../domain/waiting-room/who-need-not-wait';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import { formatMinute } from '../../infrastructure/format-time';
import type { AccountDeparture } from '../../infrastructure/http/account-departure';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { getOrigin } from '../../infrastructure/http/origin';
import { type PageRenderer, readField } from '../../infrastructure/http/page-renderer';
import { endSession, startAnew } from '../../infrastructure/http/session-life';
import { CSRF_COOKIE } from '../../infrastructure/http/set-up-csrf';
import type { Origin } from '../../infrastructure/origin';
import type { Arrival } from './arrival.controller';
import { presentEnded } from './ended-session.presenter';
import { readSignInForm, type SignInFieldErrors } from './sign-in.form';
import { startPending } from './start-session';
import { presentThrottle } from './throttle.presenter';
import type { Waiting } from './waiting.controller';

interface SignInModel {
  readonly candidateNumber: string;
  readonly errors: SignInFieldErrors & { form?: string; code?: string };
  /** A picture code is asked for. */
  readonly asksPicture?: boolean;
  readonly notice?: string;
  readonly done?: string;
  /** Offers 动态密码 beside the password, by which its owner gets in although the password is throttled. */
  readonly offersTotp?: boolean;
}

/** Signs the 学信 account out by which a candidate came in: 退出 leaves nothing open at a school's computer. */
export type LeaveAccount = (sid: string, origin: Origin) => Promise<void>;

const FIRST_SIGN_IN_MS = 30 * 60_000;
const PICTURE_NEEDED =
  '现在登录错误较多，为防止有人猜测密码，请重新输入密码，并输入验证码。在您登录过的电脑或手机上登录不需要验证码。';

interface SignInParts {
  readonly service: SignInService;
  readonly arrive: Arrival;
  readonly pages: PageRenderer;
  readonly leaveAccount: LeaveAccount;
  readonly pictures: SignInPictures;
  readonly departure: AccountDeparture;
  readonly waiting: Waiting;
  readonly noWait: WhoNeedNotWait;
  /** Whether another password may be checked of somebody who says that they need not wait. */
  readonly admitsUrgent: () => boolean;
}

export function createSignInControllers(parts: SignInParts) {
  const pages = bindParts(parts, {
    show,
    submit,
    showUrgent,
    submitUrgent,
    changePicture,
    signOut,
    showSignedOut,
  });
  const { before } = parts.waiting;
  return { ...pages, show: before(pages.show), submit: before(pages.submit) };
}

export type SignInControllers = ReturnType<typeof createSignInControllers>;

async function show(parts: SignInParts, { req, res }: Visit): Promise<void> {
  const { ended, notice, pending, journey, firstSignIn } = req.session;
  // Whoever comes here begins anew: the next pupil at this computer finds no half-done way in.
  if (ended ?? notice ?? pending ?? journey ?? firstSignIn) await endSession(req, res);
  await render(parts, req, res, {
    candidateNumber: '',
    errors: {},
    ...(ended === undefined ? {} : { notice: presentEnded(ended) }),
    ...(notice === undefined ? {} : { done: '登录密码已重置，请使用新密码登录。' }),
  });
}

/** For whoever says that they need not wait: the same form, sent elsewhere. */
const showUrgent = (parts: SignInParts, { req, res }: Visit): Promise<void> =>
  render(parts, req, res, { candidateNumber: '', errors: {} });

/**
 * Whether somebody need not wait is looked at once the password was right: by what is answered nobody learns whose
 * draft is open. Of so many who try this way a second, no more are let to the hashes.
 */
async function submitUrgent(parts: SignInParts, visit: Visit): Promise<void> {
  if (!parts.admitsUrgent()) throw new AppError('busy', 503, { seconds: 5 });
  await submit(parts, visit);
}

const URGENT = '/sign-in/urgent';
const actionOf = (req: Request) =>
  req.path === URGENT || 'urgent' in (req.body ?? {}) ? URGENT : '/sign-in';

async function submit(parts: SignInParts, visit: Visit): Promise<void> {
  const { pictures, service, waiting, noWait } = parts;
  const { req, res } = visit;
  const { value, errors } = readSignInForm(req);
  const { candidateNumber, totp } = value;
  const offersTotp = totp !== '' || 'totp' in (req.body ?? {});
  if (Object.keys(errors).length > 0)
    return render(parts, req, res, { candidateNumber, errors, offersTotp }, 422);
  const origin = getOrigin(req);
  const { pictured, error: code } = await readSignInPicture(pictures, { req, origin });
  if (code !== '') return render(parts, req, res, { candidateNumber, errors: { code }, offersTotp }, 422);
  const userAgent = req.get('user-agent') ?? '';
  const result = await service.checkPassword({ ...value, pictured, origin, userAgent });
  if (req.path === URGENT && 'candidateId' in result && !(await noWait.candidate(result.candidateId)))
    return waiting.refuseUrgent(visit);
  if (await proceed(parts, req, res, result)) return;
  const { status, ...model } = presentRefusal(result, offersTotp);
  await render(parts, req, res, { candidateNumber, ...model }, status);
}

/** 换一张, or a question in words in place of the picture. */
async function changePicture(parts: SignInParts, { req, res }: Visit): Promise<void> {
  const { candidateNumber } = readSignInForm(req).value;
  const offersTotp = 'totp' in (req.body ?? {});
  await render(parts, req, res, { candidateNumber, errors: {}, offersTotp, asksPicture: true });
}

async function signOut(
  { service, leaveAccount, departure, waiting }: SignInParts,
  req: Request,
  res: Response,
) {
  const { candidate, accountArrival } = req.session;
  if (candidate !== undefined) await service.forgetSession(candidate.id);
  await endSession(req, res);
  res.clearCookie(CSRF_COOKIE, { path: '/' });
  waiting.forgetForm(res);
  if (accountArrival !== undefined) await leaveAccount(accountArrival.sid, getOrigin(req));
  const next = readField(req, 'goTo') === 'sign-in' ? '/sign-in' : '/signed-out';
  res.redirect(303, departure.begin(req, res, next));
}

function showSignedOut({ pages }: SignInParts, req: Request, res: Response) {
  // What the browser kept of this visit goes; the opaque device cookie stays.
  res.setHeader('Clear-Site-Data', '"cache"');
  pages.send(req, res, 'candidate/sign-in/signed-out', { withAccount: req.query.account !== undefined });
}

async function render(
  parts: SignInParts,
  req: Request,
  res: Response,
  model: SignInModel,
  status = 200,
): Promise<void> {
  const { service, pictures, pages } = parts;
  const asks = model.asksPicture ?? (showedPicture(req) || (await service.asksPicture()));
  const issued = asks ? await pictures.issue({ req, origin: getOrigin(req) }) : null;
  if (issued !== null && 'until' in issued)
    throw new AppError('tooOften', 429, { until: formatMinute(issued.until) });
  const action = actionOf(req);
  pages.send(req, res, 'candidate/sign-in/sign-in', { action, ...model, picture: issued }, { status });
}

async function proceed(
  parts: SignInParts,
  req: Request,
  res: Response,
  result: SignInResult,
): Promise<boolean> {
  switch (result.outcome) {
    case 'signedIn':
      return parts.arrive(req, res, result);
    case 'totpNeeded': {
      await startPending(req, result);
      res.redirect(303, '/sign-in/dynamic-password');
      return true;
    }
    case 'firstSignIn': {
      const { candidateId } = result;
      const secretHash = result.secretHash.toString('base64url');
      const until = wallClock() + FIRST_SIGN_IN_MS;
      await startAnew(req, { firstSignIn: { candidateId, secretHash, mark: '', until } });
      res.redirect(303, '/first-sign-in');
      return true;
    }
    default:
      return false;
  }
}

/** What the page says of somebody who was not let in. */
function presentRefusal(
  result: SignInResult,
  offersTotp: boolean,
): Omit<SignInModel, 'candidateNumber'> & { status: number } {
  switch (result.outcome) {
    case 'pictureNeeded':
      return { errors: { form: PICTURE_NEEDED }, offersTotp, asksPicture: true, status: 422 };
    case 'throttled':
      return { errors: { form: presentThrottle(result.by, result.until) }, offersTotp: true, status: 429 };
    default: {
      const what = offersTotp ? '考生号、密码或动态密码' : '考生号或密码';
      return { errors: { form: `${what}错误，请检查后重新输入！` }, offersTotp, status: 401 };
    }
  }
}
