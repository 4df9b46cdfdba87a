import type { Request, RequestHandler, Response } from 'express';
import type { Origin } from '../audit';
import { AppError, type ErrorCode } from '../errors';
import { getOrigin } from './origin';
import type { PageOptions, PageRenderer } from './page-renderer';

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

/** Where somebody goes in: whether somebody is in already, where they would be, and what a second one is told. */
export interface Door {
  readonly isTaken: (req: Request) => boolean;
  readonly home: string;
  readonly refusal: ErrorCode;
}

const candidateDoor: Door = {
  isTaken: (req) => req.session.candidate !== undefined,
  home: '/',
  refusal: 'otherSignedIn',
};

/** Builds the guard of pages before a sign-in: where somebody is signed in, there is nothing to be done on them. */
export function createAsVisitor(pages: PageRenderer, door: Door = candidateDoor): AsVisitor {
  return (handler) => async (req, res) => {
    if (door.isTaken(req)) {
      if (req.method === 'POST') throw new AppError(door.refusal, 409);
      return res.redirect(303, door.home);
    }
    await handler({
      req,
      res,
      origin: getOrigin(req),
      render: (template, model, options) => pages.send(req, res, template, model, options),
      redirect: (path) => res.redirect(303, path),
    });
  };
}
