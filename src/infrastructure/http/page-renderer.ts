import type { Request, Response } from 'express';
import type { Environment } from 'nunjucks';
import type { Config } from '../config/config';
import { AppError, notFound } from '../errors';
import { CARRIED_FIELD, type CarriedForm, type CarriedForms } from './carried-form';
import type { TypedField } from './field-label.presenter';
import { fillForm } from './fill-form';
import type { HolderMarks } from './holder-mark';
import { findSecureAddress } from './opened-at';
import { createRenderPage } from './render-page';
import type { Reopened } from './reopen-page';
import type { Csrf } from './set-up-csrf';
import type { Shared } from './shared-pages';
import { wingOf } from './wing';

/** Unread mails in each box. */
export interface UnreadCounts {
  readonly public: number;
  readonly personal: number;
}

/** What the frame shows of who is signed in. */
interface FrameCandidate {
  readonly name: string;
  readonly candidateNumber: string;
}

/** What the frame of 招生考试机构工作平台 shows of the officer who is signed in. */
export interface FrameOfficer {
  readonly name: string;
  readonly role: string;
  readonly placeName: string;
  /** What was just done, said once; '' says nothing. */
  readonly said: string;
  /** The sign-in before this one. */
  readonly previousSignInAt: Date | null;
  readonly previousSignInAddress: string | null;
  readonly menu: {
    /** One line: entries, and groups by their names, each leading to its first page. */
    readonly line: readonly (FrameMenuEntry & { readonly isGroup: boolean })[];
    /** The group that the page belongs to; its entries stand beneath the line. */
    readonly group: { readonly name: string; readonly entries: readonly FrameMenuEntry[] } | null;
  };
}

/** What the frame of the account centre shows of the account that is signed in. */
export interface FrameAccount {
  readonly name: string;
  readonly userName: string;
  /** The number has not been proved: 个人信息 and 【解决办法】 stand open, and nothing else. */
  readonly unproved: boolean;
  /** Letters of 收件箱 that were not read. */
  readonly unread: number;
  readonly menu: readonly FrameMenuEntry[];
}

/** One entry of a menu, as a page shows it. */
interface FrameMenuEntry {
  readonly label: string;
  readonly path: string;
  readonly current: boolean;
}

/** The candidates' menu, of whoever is signed in and of whoever is not. */
export interface FrameMenus {
  readonly candidate: readonly FrameMenuEntry[];
  readonly visitor: readonly FrameMenuEntry[];
}

/** What the frame takes from the active rule pack. */
interface FramePlatform {
  readonly name: string;
  readonly office: string;
  readonly officeEnglish: string;
}

export interface PageOptions {
  readonly status?: number;
  readonly candidate?: FrameCandidate | null;
  readonly officer?: FrameOfficer | null;
  readonly account?: FrameAccount | null;
  /** What the menu says of the boxes; null where it says nothing. */
  readonly unread?: UnreadCounts | null;
  readonly shared?: Shared;
}

/** Renders pages and fragments; every page gets the frame: platform, environment, who is signed in, CSRF token. */
export interface PageRenderer {
  send(req: Request, res: Response, template: string, model: object, options?: PageOptions): void;
  /** A page as text, for whoever sends it by other means. */
  toHtml(req: Request, res: Response, template: string, model: object): string;
}

interface PageRendererParts {
  readonly views: Environment;
  readonly config: Config;
  readonly csrf: Csrf;
  readonly marks: HolderMarks;
  readonly carriedForms: CarriedForms;
  readonly platform: () => FramePlatform;
  readonly menus: (req: Request) => FrameMenus;
}

/** What a request found out of who is signed in, for the frame of any page that answers it. */
interface FoundHolder extends Reopened {
  readonly frameCandidate?: FrameCandidate | null;
  readonly frameOfficer?: FrameOfficer | null;
  readonly frameAccount?: FrameAccount | null;
  /** A form that was lost with its session: sealed, and what was typed. */
  readonly carriedForm?: string | null;
  readonly typedFields?: readonly TypedField[];
}

export function createPageRenderer(parts: PageRendererParts): PageRenderer {
  const { views, config, csrf, marks, carriedForms, platform } = parts;
  const renderPage = createRenderPage(views);

  function describeFrame(req: Request, res: Response, options: PageOptions, resumes = false) {
    const found: FoundHolder = res.locals;
    const candidate = options.candidate ?? found.frameCandidate ?? null;
    const wing = wingOf(req.path);
    const posted: unknown = wing.idOf(req) === null ? req.body?.[CARRIED_FIELD] : undefined;
    let token: string | null = null;
    return {
      platform: platform(),
      address: config.publicUrl.href.replace(/\/$/, ''),
      // A form that was refused is shown again, by the address it was sent to.
      secureAddress:
        found.refusedForm === undefined ? '' : findSecureAddress(req, config.publicUrl, wing.signIn),
      environment: config.environment,
      /** How 客服 of the accounts is reached: as part of a sentence, and alone. */
      support: config.accounts.proofs.support,
      supportContact: config.accounts.supportContact,
      unread: options.unread ?? null,
      officer: options.officer ?? found.frameOfficer ?? null,
      account: options.account ?? found.frameAccount ?? null,
      candidate: candidate && { name: candidate.name, numberTail: candidate.candidateNumber.slice(-4) },
      /** For whom the page is, and where it asks whether that still holds; nobody's page asks nothing. */
      holder:
        wing.idOf(req) === null ? null : { mark: marks.of(req), statePath: `${wing.prefix}/session`, wing },
      carried: found.carriedForm ?? (typeof posted === 'string' ? posted : ''),
      typed: found.typedFields ?? [],
      resumes,
      path: req.path,
      // What a page asks for where it needs it are calls: an object with getters of its own has a shape of its own, and
      // each look at it is a slow one.
      // Asked for by forms alone: a page without one leaves the browser no cookie, and no error page replaces a token.
      csrfToken() {
        token ??= csrf.tokenFor(req, res);
        return token;
      },
      menus: () => parts.menus(req),
      // This page's own table as a spreadsheet: the same filters.
      tableHref: () => addressTable(req),
    };
  }

  /** The form that a page is to be filled with, after its session was lost; null for nearly every request. */
  function findCarriedForm(req: Request): CarriedForm | null {
    const isPage = req.method === 'GET' && req.get('hx-request') === undefined;
    return isPage ? carriedForms.find(req) : null;
  }

  return {
    toHtml: (req, res, template, model) =>
      views.render(`${template}.njk`, { ...model, frame: describeFrame(req, res, {}) }),

    send(req, res, template, model, options = {}) {
      const { refusedForm = null } = res.locals as Reopened;
      const carried = refusedForm ?? findCarriedForm(req);
      const frame = describeFrame(req, res, options, carried !== null);
      const made = renderPage(`${template}.njk`, model, frame, options.shared);
      const pieces =
        carried === null ? made : [Buffer.from(fillForm(Buffer.concat(made).toString(), carried))];
      // A form that was refused says so to programs too, though its page is shown again.
      const { status = 200 } = options;
      res.status(refusedForm !== null && status < 400 ? 403 : status);
      res.setHeader('Content-Type', 'text/html; charset=utf-8');
      // With Content-Length set the page is sent in one piece, not in chunks.
      res.setHeader(
        'Content-Length',
        pieces.reduce((length, piece) => length + piece.length, 0),
      );
      for (const piece of pieces.slice(0, -1)) res.write(piece);
      res.end(pieces.at(-1));
    },
  };
}

/** Where the table of a page is had as a spreadsheet; of a list, the whole of it and not a page. */
function addressTable(req: Request): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(req.query))
    if (typeof value === 'string' && !['format', 'table', 'page', 'automatic'].includes(name))
      query.set(name, value);
  query.set('format', 'xlsx');
  return `${req.path}?${query}`;
}

const layouts = {
  candidate: 'layouts/frame.njk',
  office: 'layouts/office.njk',
  account: 'layouts/account.njk',
} as const;

/** The frame of the wing that an address belongs to, for pages that all wings have. */
export function layoutOf(req: Request): string {
  return layouts[wingOf(req.path).name];
}

/** Reads a body field that must be one string; repeated and nested ones are refused. */
export function readField(req: Request, name: string): string {
  const value: unknown = req.body?.[name];
  if (value === undefined) return '';
  if (typeof value !== 'string') throw new AppError('badRequest', 400);
  return value;
}

/** Parameters of an address: Express' `req.query`, or what `querystring` makes of a text. */
export type Parameters = Readonly<Record<string, unknown>>;

/** One parameter; '' where it is missing, repeated or no text. */
export function readParameter(parameters: Parameters, name: string): string {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** Reads a record's number from the address. @throws AppError notFound for anything but its plain digits */
export function readId(req: Request, name: string): number {
  const text = String(req.params[name]);
  if (!/^[1-9][0-9]{0,14}$/.test(text)) throw notFound();
  return Number(text);
}
