import type { Request, Response } from 'express';
import { maskName } from '../../rules/identity/masking';
import { bindParts } from '../bind-parts';
import { AppError } from '../errors';
import { sendStillSignedIn } from './as-visitor';
import type { CarriedForms } from './carried-form';
import { presentTypedFields } from './field-label.presenter';
import { type HolderMarks, readFormMark } from './holder-mark';
import type { Holder, Holders } from './holders';
import { findSecureAddress, isOwnHost } from './opened-at';
import type { PageRenderer } from './page-renderer';
import type { ReopenPage } from './reopen-page';
import { RESUMPTION_PATH, type Wing, wingOf } from './wing';

/** The sign-in page of a wing: its template, and what it needs beside the sentence on top. */
export interface SignInPage {
  readonly template: string;
  readonly model: (req: Request) => object;
  /** Why the session ended, where that is known; else empty. */
  readonly describeEnd: (req: Request) => string;
}

interface RefusedFormsParts {
  readonly pages: PageRenderer;
  readonly marks: HolderMarks;
  readonly carriedForms: CarriedForms;
  readonly holders: Holders;
  readonly signInPages: Readonly<Record<Wing['name'], SignInPage>>;
  readonly reopenPage: ReopenPage;
  readonly publicUrl: URL;
}

/** `journeyOf` of `journeyGone` where the session is gone, and with it whose journey it was. */
export const UNKNOWN_OWNER = -1;

/**
 * One rule for every form of the house. The form's mark tells for whom it was made: where nobody is signed in any
 * more, the sign-in page shows what was typed and takes it along; where nobody needs to be, or the same person has
 * signed in anew, the page is shown again with all its fields; where it is another person, nothing of it is done or
 * shown.
 */
export function createRefusedForms(parts: RefusedFormsParts) {
  return bindParts(parts, { answer });
}

/** What becomes of a form that was refused because of who is, or is not, signed in. */
export type RefusedForms = ReturnType<typeof createRefusedForms>;

/** @returns null where it was answered, else what is to be said. */
async function answer(
  parts: RefusedFormsParts,
  req: Request,
  res: Response,
  error: AppError,
): Promise<AppError | null> {
  if (error.code === 'journeyGone') return answerJourney(parts, req, res, error);
  const refused = error.code === 'signInNeeded' || error.code === 'csrf';
  if (!refused || req.method !== 'POST') return error;
  const holder = await parts.holders.find(req, res);
  if (holder !== null) return answerStale(parts, req, res, error, holder);
  const left = await answerLost(parts, req, res, error, wingOf(req.path));
  // Each browser is given a mark with its first page: one that sends nothing back keeps nothing.
  return left?.code === 'csrf' && req.headers.cookie === undefined ? describeLackOfCookies(parts, req) : left;
}

function describeLackOfCookies({ publicUrl }: RefusedFormsParts, req: Request): AppError {
  const address = findSecureAddress(req, publicUrl, wingOf(req.path).signIn);
  return address === '' ? new AppError('cookiesOff', 403) : new AppError('otherAddress', 409, { address });
}

function sendSignIn(parts: RefusedFormsParts, req: Request, res: Response, wing: Wing, mark: string): void {
  const { carriedForms, signInPages, pages } = parts;
  const sealed = carriedForms.seal(req, mark);
  const carried = sealed === null ? null : carriedForms.open(wing, sealed);
  res.locals.carriedForm = sealed;
  res.locals.typedFields = carried === null ? [] : presentTypedFields(carried.fields);
  const page = signInPages[wing.name];
  const reason = page.describeEnd(req) || '您的登录已失效。';
  const kept =
    sealed === null
      ? '刚才提交的内容没有执行；内容过长，没有保留，请返回上一页复制后再登录。'
      : '刚才提交的内容没有执行，也没有丢失：登录后回到原来的页面，核对后再次提交。密码和验证码须重新填写。';
  const files = carried?.withFiles === true ? '文件须重新选择。' : '';
  pages.send(req, res, page.template, { ...page.model(req), notice: reason + kept + files }, { status: 401 });
}

/** A form before any sign-in, whose page has grown too old: its cookies are gone, or somebody was in meanwhile. */
async function answerVisitor(
  parts: RefusedFormsParts,
  req: Request,
  res: Response,
  error: AppError,
): Promise<AppError | null> {
  const sound = error.code === 'csrf' && !isFragment(req);
  return sound && (await parts.reopenPage(req, res, parts.carriedForms.read(req))) ? null : error;
}

/**
 * A journey before any sign-in that took too long: its first page, which takes along what was typed on a later one,
 * for the candidate whose journey it was. Where that is not known any more, what was typed is shown there, and goes
 * no further.
 */
async function answerJourney(
  parts: RefusedFormsParts,
  req: Request,
  res: Response,
  error: AppError,
): Promise<AppError | null> {
  const { carriedForms, marks } = parts;
  const { start, journeyOf = 0, goesOnAt = '' } = error.values;
  const form = carriedForms.read(req, marks.of(req));
  if (journeyOf === UNKNOWN_OWNER) res.locals.typedFields = presentTypedFields(form.fields);
  else if (goesOnAt === '') {
    const told = { journeyOf: Number(journeyOf) };
    res.locals.carriedForm = carriedForms.seal(req, form.mark, told);
  } else {
    const [page, mark] = [String(goesOnAt), marks.issue(req, wingOf(req.path), Number(journeyOf))];
    res.locals.carriedForm = carriedForms.seal(req, mark, { page, action: page });
  }
  const first = { ...form, page: String(start) };
  return (await parts.reopenPage(req, res, first)) ? null : error;
}

/** Nobody is signed in any more. */
async function answerLost(
  parts: RefusedFormsParts,
  req: Request,
  res: Response,
  error: AppError,
  wing: Wing,
): Promise<AppError | null> {
  const mark = readFormMark(req);
  if (!parts.marks.isIssued(req, mark))
    return isOfThisSite(req, parts.publicUrl) ? answerVisitor(parts, req, res, error) : error;
  if (parts.marks.isOf(req, mark, wing, null)) return answerVisitor(parts, req, res, error);
  if (isFragment(req)) return new AppError('signInNeeded', 401);
  if (req.path === wing.signOut) res.redirect(303, wing.signedOut);
  else sendSignIn(parts, req, res, wing, mark);
  return null;
}

/** Somebody is signed in, and the form has no token of theirs. */
function answerStale(
  parts: RefusedFormsParts,
  req: Request,
  res: Response,
  error: AppError,
  holder: Holder,
): AppError | null {
  const { pages, marks, carriedForms } = parts;
  const wing = wingOf(req.path);
  if (req.path === wing.signIn) {
    sendStillSignedIn(pages, req, res, holder);
    return null;
  }
  const mark = readFormMark(req);
  if (!marks.isIssued(req, mark)) return error;
  if (!marks.isOf(req, mark, wing, holder.id))
    return new AppError('otherHolder', 403, { name: maskName(holder.name) });
  const sealed = isFragment(req) ? null : carriedForms.seal(req, mark);
  if (sealed === null) return error;
  req.session.carriedForm = sealed;
  res.redirect(303, wing.prefix + RESUMPTION_PATH);
  return null;
}

/** What the browser says of the page that a form stood on; another site cannot say this. */
function isOfThisSite(req: Request, publicUrl: URL): boolean {
  const origin = req.get('origin') ?? '';
  return URL.canParse(origin) && isOwnHost(req, publicUrl, new URL(origin).host);
}

const isFragment = (req: Request) => req.get('hx-request') !== undefined;
