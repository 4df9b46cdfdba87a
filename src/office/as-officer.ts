import type { Request, RequestHandler, Response } from 'express';
import type { Knex } from 'knex';
import type { Officer, OfficerRole } from '../domain/officers/officer';
import { roleNames } from '../domain/officers/officer.presenter';
import { findSignedInOfficer } from '../domain/officers/officer.repository';
import { type Scope, scopeOf } from '../domain/officers/scope';
import { wallClock } from '../infrastructure/clock';
import { AppError, notFound } from '../infrastructure/errors';
import type { CarriedForms } from '../infrastructure/http/carried-form';
import type { FindHolder } from '../infrastructure/http/holders';
import { OFFICE_PATH } from '../infrastructure/http/office-path';
import { getOrigin } from '../infrastructure/http/origin';
import type { FrameOfficer, PageOptions, PageRenderer } from '../infrastructure/http/page-renderer';
import type { Access, OpenGuards, Route } from '../infrastructure/http/route';
import type { Origin } from '../infrastructure/origin';
import type { OfficeTable } from '../infrastructure/spreadsheets/office-table';
import { type OfficeMenu, showMenu } from './menu';
import { readAskedTable, sendOfficeTable } from './table.controller';

/** One request of a signed-in officer, with everything a controller may need of it. */
export interface OfficerVisit {
  readonly req: Request;
  readonly res: Response;
  readonly officer: Officer;
  /** Whose records this officer may see: load through it. */
  readonly scope: Scope;
  /** The pages that this officer's menu has. */
  readonly menu: ReturnType<OfficeMenu>;
  readonly origin: Origin;
  /** Sends a page in the officer's frame. */
  render(template: string, model: object, options?: Pick<PageOptions, 'status'>): void;
  /**
   * 303, so that a reload never posts again. `said`: what was done, or why one is led elsewhere; the page that comes
   * next shows it, once.
   */
  redirect(path: string, said: string): void;
  /** Which table of the page is asked for as a spreadsheet: '' the page's own, a name of another; null asks for the page. */
  readonly askedTable: string | null;
  /** Sends what the page shows as a spreadsheet, every row of it, and writes down who took it. */
  sendTable(table: OfficeTable): Promise<void>;
}

export type OfficerHandler = (visit: OfficerVisit) => Promise<void> | void;

type AsOfficer = (
  roles: readonly OfficerRole[],
  handler: OfficerHandler,
  terms?: { readonly proved: true },
) => RequestHandler;

interface OfficeGuards extends OpenGuards {
  readonly asOfficer: AsOfficer;
}

/** One URL of 招生考试机构工作平台. */
export type OfficeRoute = Route<OfficeGuards>;

/** Signed-in officers of these roles. */
export function officers(
  ...roles: readonly OfficerRole[]
): Access<Pick<OfficeGuards, 'asOfficer'>, OfficerHandler> {
  return { admits: roles, guard: ({ asOfficer }, handler) => asOfficer(roles, handler) };
}

/** For how long a 动态密码 that was typed stands for the officer at the keyboard, in milliseconds. */
const PROVED_MS = 10 * 60_000;
/** Where it is asked for again. */
export const PROOF_PATH = `${OFFICE_PATH}/proof`;

/**
 * Signed-in officers of these roles who have typed their 动态密码 within the last minutes: for what reaches all
 * candidates, hands their lists out, or makes officers. A session left open, or taken over, does none of it. Others are
 * asked for it first, and go on with the form as they had filled it in.
 */
export function provedOfficers(
  ...roles: readonly OfficerRole[]
): Access<Pick<OfficeGuards, 'asOfficer'>, OfficerHandler> {
  return { admits: roles, guard: ({ asOfficer }, handler) => asOfficer(roles, handler, { proved: true }) };
}

/**
 * Builds the guard that lets only signed-in officers of these roles reach a handler. The account is read at each
 * request: a disabled one is out at once. To every other role the page does not exist.
 * `kindsElsewhere`: candidate kinds whom a county serves wherever they registered.
 */
export function createAsOfficer(
  db: Knex,
  pages: PageRenderer,
  kindsElsewhere: () => readonly string[],
  menu: OfficeMenu,
  carriedForms: CarriedForms,
): AsOfficer {
  return (roles, handler, terms) => async (req, res) => {
    const signedIn = req.session.officer;
    const officer = signedIn === undefined ? null : await findSignedInOfficer(db, signedIn.id, req.sessionID);
    if (officer === null) {
      // Ended in the database, and written back by a request that was under way.
      delete req.session.officer;
      throw new AppError('signInNeeded', 401);
    }
    const frame = describeOfficerFrame(officer, req, menu);
    // Error pages show it too.
    res.locals.frameOfficer = frame;
    if (!roles.includes(officer.role)) throw notFound();
    if (terms?.proved && !isProved(req)) return askForProof(req, res, carriedForms);
    await handler({
      req,
      res,
      officer,
      scope: scopeOf(officer, kindsElsewhere()),
      menu: menu(officer.role),
      origin: getOrigin(req),
      askedTable: readAskedTable(req),
      sendTable: (table) => sendOfficeTable(db, { req, res, officer, origin: getOrigin(req) }, table),
      render: (template, model, options) =>
        pages.send(req, res, template, model, { ...options, officer: { ...frame, said: takeSaid(req) } }),
      redirect(path, said) {
        req.session.officeSaid = { text: said, path: path.replace(/[?#].*/, '') };
        res.redirect(303, path);
      },
    });
  };
}

function isProved({ session }: Request): boolean {
  return wallClock() - (session.officerProvedAt ?? 0) <= PROVED_MS;
}

/** The form waits in the session meanwhile. */
function askForProof(req: Request, res: Response, carriedForms: CarriedForms): void {
  const sealed = carriedForms.seal(req);
  if (sealed !== null) req.session.carriedForm = sealed;
  res.redirect(303, PROOF_PATH);
}

/** What the last act said, taken by the page that it led to. */
function takeSaid(req: Request): string {
  const said = req.session.officeSaid;
  if (said === undefined || said.path !== req.path) return '';
  delete req.session.officeSaid;
  return said.text;
}

/** What the frame shows of an officer on the page at this address. */
function describeOfficerFrame(officer: Officer, req: Request, menu: OfficeMenu): FrameOfficer {
  const { name, role, placeName, previousSignInAt, previousSignInAddress } = officer;
  return {
    name,
    role: roleNames[role],
    placeName,
    said: '',
    previousSignInAt,
    previousSignInAddress,
    menu: showMenu(menu(role), req),
  };
}

/** Which officer is signed in here, for pages that stand open to everybody. */
export function createFindOfficer(db: Knex, menu: OfficeMenu): FindHolder {
  return async (req, res) => {
    const { session, sessionID } = req;
    const { officer } = session;
    const found = officer === undefined ? null : await findSignedInOfficer(db, officer.id, sessionID);
    if (found === null) delete session.officer;
    else res.locals.frameOfficer = describeOfficerFrame(found, req, menu);
    return found;
  };
}
