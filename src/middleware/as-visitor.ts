import type { Request, RequestHandler, Response } from 'express';
import type { Origin } from '../audit';
import { AppError } from '../errors';
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

/** Builds the guard of pages before a sign-in: where a candidate is signed in, there is nothing to be done on them. */
export function createAsVisitor(pages: PageRenderer): AsVisitor {
  return (handler) => async (req, res) => {
    if (req.session.candidate !== undefined) {
      if (req.method === 'POST') throw new AppError('otherSignedIn', 409);
      return res.redirect(303, '/');
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
