import type { Request, RequestHandler, Response } from 'express';
import type { CarriedForm } from './carried-form';

/** What a form's page is opened with again: the form of a visitor that was refused, in `res.locals`. */
export interface Reopened {
  readonly refusedForm?: CarriedForm;
}

/**
 * Answers a refused form of a visitor with its own page, filled: by the page's address as the browser named it, else by
 * that of the form. Nothing is kept for it, and nothing is done: pages are read by GET, which changes nothing.
 * @returns false where no such page answers; nothing was sent then
 */
export type ReopenPage = (req: Request, res: Response, form: CarriedForm) => Promise<boolean>;

/** `house`: everything that has pages, behind sessions and CSRF. */
export function createReopenPage(house: RequestHandler): ReopenPage {
  const ask = (req: Request, res: Response, address: string) =>
    new Promise<boolean>((resolve) => {
      req.method = 'GET';
      req.url = address;
      req.body = {};
      res.once('finish', () => resolve(true));
      Promise.resolve(house(req, res, () => resolve(res.headersSent))).catch(() => resolve(res.headersSent));
    });

  return async (req, res, form) => {
    const { method, url } = req;
    const body: unknown = req.body;
    res.locals.refusedForm = form;
    for (const address of new Set([form.page, form.action]))
      if (address !== '' && (await ask(req, res, address))) return true;
    delete res.locals.refusedForm;
    Object.assign(req, { method, url, body });
    return false;
  };
}
