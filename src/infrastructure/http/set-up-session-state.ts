import type { Express, Request, Response } from 'express';
import { maskName } from '../../rules/identity/masking';
import { AppError } from '../errors';
import type { CarriedForms } from './carried-form';
import { presentTypedFields } from './field-label.presenter';
import type { HolderMarks } from './holder-mark';
import type { Holders } from './holders';
import { layoutOf, type PageRenderer } from './page-renderer';
import type { SignInPage } from './refused-forms';
import type { Csrf } from './set-up-csrf';
import { RESUMPTION_PATH, type Wing, wingOf, wings } from './wing';

interface SessionStateParts {
  readonly pages: PageRenderer;
  readonly csrf: Csrf;
  readonly marks: HolderMarks;
  readonly carriedForms: CarriedForms;
  readonly holders: Holders;
  readonly signInPages: Readonly<Record<Wing['name'], SignInPage>>;
}

/** Header by which a script says for whom its page was made. */
const HOLDER_HEADER = 'x-holder';
/** Header by which a script learns what became of its page. */
const STATE_HEADER = 'x-session-state';

/**
 * What each wing has about its session: where a page asks whether it is still its reader's, and where a form that was
 * lost with a session is gone on with. Stands behind CSRF.
 */
export function setUpSessionState(app: Express, parts: SessionStateParts): void {
  app.use((req, _res, next) => {
    refuseForeignScript(req, parts.marks);
    forgetPosted(req, parts.carriedForms);
    next();
  });
  for (const wing of wings) {
    app.get(`${wing.prefix}/session`, (req, res) => sendState(req, res, wing, parts));
    app.get(wing.prefix + RESUMPTION_PATH, (req, res) => resume(req, res, wing, parts));
  }
}

/** What a script asks for belongs into the page of whoever asks: not into one that was made for somebody else. */
function refuseForeignScript(req: Request, marks: HolderMarks): void {
  const claimed = req.get(HOLDER_HEADER);
  if (claimed === undefined || marks.fits(req, claimed)) return;
  if (wingOf(req.path).idOf(req) === null) throw new AppError('signInNeeded', 401);
  throw new AppError('otherHolder', 403);
}

/** A form that arrives needs no carrying any more. */
function forgetPosted(req: Request, carriedForms: CarriedForms): void {
  if (req.method === 'POST' && carriedForms.find(req)?.action === req.path) delete req.session.carriedForm;
}

/** `lost`: nobody is signed in any more · `away`: somebody signed out here · `other`: another person is signed in. */
async function sendState(req: Request, res: Response, wing: Wing, parts: SessionStateParts): Promise<void> {
  const { marks, holders, csrf, signInPages } = parts;
  const holder = await holders.find(req, res);
  const say = (state: string, status: number, model: object) => {
    res.setHeader(STATE_HEADER, state);
    parts.pages.send(req, res, 'candidate/sign-in/_session-state', { state, wing, ...model }, { status });
  };
  if (holder === null) {
    const away = req.cookies[wing.sessionCookie] === undefined;
    if (away) say('away', 401, {});
    else say('lost', 401, { reason: signInPages[wing.name].describeEnd(req) });
  } else if (marks.fits(req, req.query.of)) {
    res.setHeader(STATE_HEADER, 'own');
    res.type('text/plain').send(csrf.tokenFor(req, res));
  } else say('other', 409, { name: maskName(holder.name) });
}

async function resume(req: Request, res: Response, wing: Wing, parts: SessionStateParts): Promise<void> {
  const { carriedForms, holders, pages } = parts;
  if ((await holders.find(req, res)) === null) throw new AppError('signInNeeded', 401);
  const form = carriedForms.find(req);
  if (form === null) {
    delete req.session.carriedForm;
    return res.redirect(303, wing.home);
  }
  if (req.query.list === undefined) return res.redirect(303, form.page || form.action);
  pages.send(req, res, 'candidate/sign-in/resumption', {
    layout: layoutOf(req),
    action: form.action,
    fields: form.fields.map(([name, value]) => ({ name, value })),
    typed: presentTypedFields(form.fields),
    withFiles: form.withFiles,
  });
}
