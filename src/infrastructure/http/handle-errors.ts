import type { Express, NextFunction, Request, Response } from 'express';
import { wallClock } from '../clock';
import { AppError } from '../errors';
import type { Logger } from '../logger';
import { whatWasAsked } from './asked';
import type { CarriedForms } from './carried-form';
import { describeTrouble } from './describe-trouble';
import { type FilingSentences, presentError, presentFault } from './error.presenter';
import { findFormAgain } from './form-again';
import type { HolderMarks } from './holder-mark';
import type { Holders } from './holders';
import type { PageRenderer } from './page-renderer';
import type { RefusedForms } from './refused-forms';
import { getRequestId } from './set-up-meters';
import { RESUMPTION_PATH, wingOf } from './wing';

interface ErrorPageParts {
  readonly pages: PageRenderer;
  readonly holders: Holders;
  readonly marks: HolderMarks;
  readonly carriedForms: CarriedForms;
  readonly refusedForms: RefusedForms;
  /** Whether a page is where a form that was lost with a session is to be gone on with. */
  readonly isAwaited: (req: Request) => boolean;
  readonly filingSentences: FilingSentences;
  readonly log: Logger;
}

const templates = {
  candidate: 'errors/error',
  office: 'errors/office-error',
  account: 'errors/account-error',
} as const;

/** The last in the list: unknown addresses and everything thrown on the way become a page with a clear sentence. */
export function handleErrors(app: Express, parts: ErrorPageParts): void {
  const { pages, holders, refusedForms, filingSentences, log } = parts;
  app.use((_req, _res, next) => next(new AppError('notFound', 404)));
  app.use(async (thrown: unknown, req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) {
      log.error({ err: thrown }, 'a request failed after its answer had begun');
      next(thrown);
      return;
    }
    const error = toAppError(thrown);
    logError(req, error, thrown);
    const left = error === null ? null : await refusedForms.answer(req, res, error).catch(() => error);
    if (error !== null && left === null) return;
    const wing = wingOf(req.path);
    if (left?.code === 'signInNeeded' && req.get('hx-request') === undefined) res.redirect(303, wing.signIn);
    else if (left?.code === 'notFound' && parts.isAwaited(req))
      res.redirect(303, `${wing.prefix}${RESUMPTION_PATH}?list=1`);
    else await sendErrorPage(req, res, left);
  });

  function logError(req: Request, error: AppError | null, thrown: unknown): void {
    // The gauge says so once for all of them.
    if (error?.code === 'overloaded') return;
    const entry = {
      code: error?.code ?? 'internal',
      status: error?.status ?? 500,
      method: req.method,
      request: getRequestId(req),
    };
    if (entry.status < 500) log.info(entry, 'a request was refused');
    else log.error({ ...entry, err: error?.cause ?? thrown }, 'a request failed');
  }

  async function sendErrorPage(req: Request, res: Response, error: AppError | null): Promise<void> {
    // If this lookup fails too, the page is shown without the signed-in frame.
    const inTrouble = error?.status === 503 && (error.cause !== undefined || error.code === 'overloaded');
    const holder = inTrouble ? null : await holders.find(req, res).catch(() => null);
    const status = setStatus(res, error);
    const asked = whatWasAsked(req);
    const page = {
      ...(error === null ? presentFault(asked) : presentError(error, filingSentences, asked)),
      reload: asked === 'page' && status >= 500,
      at: new Date(wallClock()),
      request: getRequestId(req),
      signedIn: holder !== null,
      address: error?.code === 'otherAddress' ? error.values.address : '',
      again: findFormAgain(parts, req, error),
    };
    pages.send(req, res, templates[wingOf(req.path).name], page, { status });
  }
}

function setStatus(res: Response, error: AppError | null): number {
  const status = error?.status ?? 500;
  if (status === 503) res.setHeader('Retry-After', String(error?.values.seconds ?? 5));
  return status;
}

/** Faults that body parsers report keep their 4xx; anything unknown is ours. */
function toAppError(thrown: unknown): AppError | null {
  if (thrown instanceof AppError) return thrown;
  const trouble = describeTrouble(thrown);
  if (trouble !== null) return trouble;
  if (!(thrown instanceof Error)) return null;
  const { status, type } = thrown as Error & { status?: unknown; type?: unknown };
  if (type === 'entity.too.large') return new AppError('tooLarge', 413);
  if (type === 'parameters.too.many') return new AppError('tooManyFields', 413);
  if (typeof status === 'number' && status >= 400 && status < 500) return new AppError('badRequest', status);
  return null;
}
