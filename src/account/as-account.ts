import type { Request, RequestHandler, Response } from 'express';
import type { Knex } from 'knex';
import type { AccountStatus } from '../domain/accounts/account';
import {
  findSignedInAccount,
  type SignedInAccount,
  touchAccountSession,
} from '../domain/accounts/account-session.repository';
import { AppError, notFound } from '../infrastructure/errors';
import type { FindHolder } from '../infrastructure/http/holders';
import { getOrigin } from '../infrastructure/http/origin';
import type { FrameAccount, PageOptions, PageRenderer } from '../infrastructure/http/page-renderer';
import type { Access, OpenGuards, Route } from '../infrastructure/http/route';
import type { Origin } from '../infrastructure/origin';
import type { AccountMenu } from './menu';

/** One request of a signed-in 学信 account, with everything a controller may need of it. */
export interface AccountVisit {
  readonly req: Request;
  readonly res: Response;
  readonly account: SignedInAccount;
  readonly origin: Origin;
  /** Sends a page in the account centre's frame; `unread`: how many letters wait now, where this request read one. */
  render(
    template: string,
    model: object,
    options?: Pick<PageOptions, 'status'> & { readonly unread?: number },
  ): void;
  /** 303, so that a reload never posts again. */
  redirect(path: string): void;
}

export type AccountHandler = (visit: AccountVisit) => Promise<void> | void;

/** `states`: accounts to which the page exists; an unproved one sees 个人信息 and its 【解决办法】 only. */
type AsAccount = (states: readonly AccountStatus[], handler: AccountHandler) => RequestHandler;

interface AccountGuards extends OpenGuards {
  readonly asAccount: AsAccount;
}

/** One URL of the account centre. */
export type AccountRoute = Route<AccountGuards>;

/** Signed-in accounts of these states. */
export function accounts(
  ...states: readonly AccountStatus[]
): Access<Pick<AccountGuards, 'asAccount'>, AccountHandler> {
  return { admits: states, guard: ({ asAccount }, handler) => asAccount(states, handler) };
}

/**
 * Builds the guard that lets only signed-in accounts of these states reach a handler. Account and session are read at
 * each request: one that was suspended, or ended elsewhere, is out at once.
 */
export function createAsAccount(db: Knex, pages: PageRenderer, menu: AccountMenu): AsAccount {
  return (states, handler) => async (req, res) => {
    const signedIn = req.session.account;
    const account = signedIn === undefined ? null : await findSignedInAccount(db, signedIn.id, req.sessionID);
    if (account === null) {
      // Ended in the database, and written back by a request that was under way.
      delete req.session.account;
      throw new AppError('signInNeeded', 401);
    }
    const frame = describeAccountFrame(account, req, menu);
    // Error pages show it too.
    res.locals.frameAccount = frame;
    if (!states.includes(account.status)) throw notFound();
    await touchAccountSession(db, account.sessionId);
    await handler({
      req,
      res,
      account,
      origin: getOrigin(req),
      render: (template, model, { status = 200, unread = frame.unread } = {}) =>
        pages.send(req, res, template, model, { status, account: { ...frame, unread } }),
      redirect: (path) => res.redirect(303, path),
    });
  };
}

/** What the frame shows of an account on the page at this address. */
function describeAccountFrame(
  { name, userName, status, unread }: SignedInAccount,
  req: Request,
  menu: AccountMenu,
): FrameAccount {
  return {
    name,
    userName,
    unread,
    unproved: status === 'unproved',
    menu: menu(status).map((entry) => ({
      label: entry.label,
      path: entry.path,
      current: entry.isCurrent(req),
    })),
  };
}

/** Which account is signed in here, for pages that stand open to everybody. */
export function createFindAccount(db: Knex, menu: AccountMenu): FindHolder {
  return async (req, res) => {
    const { session, sessionID } = req;
    const { account } = session;
    const found = account === undefined ? null : await findSignedInAccount(db, account.id, sessionID);
    if (found === null) delete session.account;
    else res.locals.frameAccount = describeAccountFrame(found, req, menu);
    return found;
  };
}
