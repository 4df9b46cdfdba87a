import type { Request, RequestHandler, Response } from 'express';
import { maskName } from '../../rules/identity/masking';
import type { Origin } from '../origin';
import { findAwaited } from './awaited-authorization';
import type { Holder, Holders } from './holders';
import { getOrigin } from './origin';
import { layoutOf, type PageOptions, type PageRenderer } from './page-renderer';
import { wingOf } from './wing';

/** One request of somebody who is not signed in: 忘记密码, 忘记考生号, the first sign-in. */
export interface Visit {
  readonly req: Request;
  readonly res: Response;
  readonly origin: Origin;
  render(template: string, model: object, options?: Pick<PageOptions, 'status'>): void;
  /** 303, so that a reload never posts again. */
  redirect(path: string): void;
}

export type VisitHandler = (visit: Visit) => Promise<void> | void;

export type AsVisitor = (handler: VisitHandler) => RequestHandler;

/**
 * Builds the guard of pages before a sign-in. Where somebody is signed in, the page is not shown: it is asked first
 * whether that is still the person at the computer, since the next pupil must not land in the last one's account.
 */
export function createAsVisitor(pages: PageRenderer, holders: Holders): AsVisitor {
  return (handler) => async (req, res) => {
    const holder = await holders.find(req, res);
    if (holder === null) return handler(describeVisit(pages, req, res));
    sendStillSignedIn(pages, req, res, holder);
  };
}

/** Builds the guard of pages for everybody, who may be signed in: they are shown who is. */
export function createAsAnybody(pages: PageRenderer, holders: Holders): AsVisitor {
  return (handler) => async (req, res) => {
    await holders.find(req, res);
    await handler(describeVisit(pages, req, res));
  };
}

/** 此电脑上【某某】尚未退出: go on as that person, or sign out and in as another. */
export function sendStillSignedIn(pages: PageRenderer, req: Request, res: Response, holder: Holder): void {
  const { name: wing, home: ownHome, signOut } = wingOf(req.path);
  const home = (wing === 'account' ? findAwaited(req) : null) ?? ownHome;
  const name = maskName(holder.name);
  const status = req.method === 'POST' ? 409 : 200;
  pages.send(
    req,
    res,
    'candidate/sign-in/still-signed-in',
    { layout: layoutOf(req), name, home, signOut },
    { status },
  );
}

function describeVisit(pages: PageRenderer, req: Request, res: Response): Visit {
  return {
    req,
    res,
    origin: getOrigin(req),
    render: (template, model, options) => pages.send(req, res, template, model, options),
    redirect: (path) => res.redirect(303, path),
  };
}
