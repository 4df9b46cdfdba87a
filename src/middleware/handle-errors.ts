import type { Express, NextFunction, Request, Response } from 'express';
import { AppError } from '../errors';
import type { Logger } from '../logger';
import { ACCOUNT_PATH, isAccountPath } from './account-path';
import { presentError } from './error.presenter';
import { isOfficePath, OFFICE_PATH } from './office-path';
import type { FrameAccount, FrameOfficer, PageRenderer } from './page-renderer';

/** The last in the list: unknown addresses and everything thrown on the way become a page with a clear sentence. */
export function handleErrors(app: Express, pages: PageRenderer, log: Logger): void {
  app.use((_req, _res, next) => next(new AppError('notFound', 404)));
  app.use((thrown: unknown, req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) {
      log.error({ err: thrown }, 'failed after the answer began');
      next(thrown);
      return;
    }
    const error = toAppError(thrown);
    const entry = { code: error?.code ?? 'internal', status: error?.status ?? 500, method: req.method };
    if (entry.status < 500) log.info(entry, 'refused');
    else log.error({ ...entry, err: thrown }, 'failed');
    const office = isOfficePath(req.path);
    const account = isAccountPath(req.path);
    const home = office ? OFFICE_PATH : account ? ACCOUNT_PATH : '';
    if (error?.code === 'signInNeeded' && req.get('hx-request') === undefined)
      res.redirect(303, `${home}/sign-in`);
    else if (office) sendOfficeErrorPage(req, res, error);
    else if (account) sendAccountErrorPage(req, res, error);
    else sendErrorPage(req, res, error);
  });

  function sendErrorPage(req: Request, res: Response, error: AppError | null): void {
    const candidate = req.session?.candidate ?? null;
    const status = setStatus(res, error);
    pages.send(req, res, 'errors/error', { ...present(error), signedIn: candidate !== null }, { status });
  }

  function sendOfficeErrorPage(req: Request, res: Response, error: AppError | null): void {
    const officer: FrameOfficer | null = res.locals.frameOfficer ?? null;
    const status = setStatus(res, error);
    const signedIn = req.session?.officer !== undefined;
    pages.send(req, res, 'errors/office-error', { ...present(error), signedIn }, { status, officer });
  }

  function sendAccountErrorPage(req: Request, res: Response, error: AppError | null): void {
    const account: FrameAccount | null = res.locals.frameAccount ?? null;
    const status = setStatus(res, error);
    const signedIn = req.session?.account !== undefined;
    pages.send(req, res, 'errors/account-error', { ...present(error), signedIn }, { status, account });
  }
}

const present = (error: AppError | null) => (error === null ? FAULT : presentError(error));

function setStatus(res: Response, error: AppError | null): number {
  const status = error?.status ?? 500;
  if (status === 503) res.setHeader('Retry-After', String(error?.values.seconds ?? 5));
  return status;
}

const FAULT = {
  title: '系统出现故障',
  text: '系统出现故障，本次操作可能没有完成。请返回首页查看结果后再决定是否重试。',
};

/** Faults that body parsers report keep their 4xx; anything unknown is ours. */
function toAppError(thrown: unknown): AppError | null {
  if (thrown instanceof AppError) return thrown;
  if (!(thrown instanceof Error)) return null;
  const { status, type } = thrown as Error & { status?: unknown; type?: unknown };
  if (type === 'entity.too.large') return new AppError('tooLarge', 413);
  if (type === 'parameters.too.many') return new AppError('tooManyFields', 413);
  if (typeof status === 'number' && status >= 400 && status < 500) return new AppError('badRequest', status);
  return null;
}
