import type { Request, RequestHandler, Response } from 'express';
import type { Store } from 'express-session';
import { realTime } from '../clock';
import { formatMinute, formatTimeOfDay } from '../format-time';
import { getOrigin } from '../middleware/origin';
import type { PageRenderer } from '../middleware/page-renderer';
import { CSRF_COOKIE } from '../middleware/set-up-csrf';
import { endOlderSession, endSession, startSession } from './session-life';
import { readSignInForm, type SignInFieldErrors } from './sign-in.form';
import type { SignInService } from './sign-in.service';

export interface SignInControllers {
  readonly show: RequestHandler;
  readonly submit: RequestHandler;
  readonly signOut: RequestHandler;
  readonly showSignedOut: RequestHandler;
}

interface SignInModel {
  readonly candidateNumber: string;
  readonly errors: SignInFieldErrors & { form?: string };
  readonly notice?: string;
}

export function createSignInControllers(
  service: SignInService,
  store: Store,
  pages: PageRenderer,
): SignInControllers {
  function render(req: Request, res: Response, model: SignInModel, status = 200): void {
    pages.send(req, res, 'sign-in/sign-in', model, { status });
  }

  return {
    async show(req, res) {
      if (req.session.candidate !== undefined) return res.redirect(303, '/');
      const ended = req.session.ended;
      if (ended !== undefined) await endSession(req, res);
      const notice =
        ended &&
        `您的账号于${formatTimeOfDay(new Date(ended.at))}在另一处（${ended.address}）登录，此处的登录已经退出。如果不是您本人操作，请立即修改密码。`;
      render(req, res, { candidateNumber: '', errors: {}, ...(notice === undefined ? {} : { notice }) });
    },

    async submit(req, res) {
      const { value, errors } = readSignInForm(req);
      const { candidateNumber } = value;
      if (req.session.candidate !== undefined) {
        return render(
          req,
          res,
          {
            candidateNumber,
            errors: {
              form: '同一台电脑同时只允许一名考生进行操作。此处已有考生登录，请先点击“退出”，再登录。',
            },
          },
          409,
        );
      }
      if (Object.keys(errors).length > 0) return render(req, res, { candidateNumber, errors }, 422);
      const origin = getOrigin(req);
      const result = await service.checkPassword({
        ...value,
        origin,
        userAgent: req.get('user-agent') ?? '',
      });
      if (result.outcome === 'throttled') {
        const form = `密码输入错误次数过多，请于${formatMinute(result.until)}后再试，或者点击“忘记密码”到就近的招生考试机构重置密码。`;
        return render(req, res, { candidateNumber, errors: { form } }, 429);
      }
      if (result.outcome === 'refused') {
        return render(
          req,
          res,
          { candidateNumber, errors: { form: '考生号或密码错误，请检查后重新输入！' } },
          401,
        );
      }
      const at = new Date(realTime()).toISOString();
      await startSession(req, { id: result.candidateId, address: origin.address, at });
      const replaced = await service.noteSession(result.candidateId, req.sessionID, origin.device);
      await endOlderSession(store, replaced, { at, address: origin.address });
      res.redirect(303, '/');
    },

    async signOut(req, res) {
      const candidate = req.session.candidate;
      if (candidate !== undefined) await service.forgetSession(candidate.id);
      await endSession(req, res);
      res.clearCookie(CSRF_COOKIE, { path: '/' });
      res.redirect(303, '/signed-out');
    },

    showSignedOut(req, res) {
      // What the browser kept of this visit goes; the opaque device cookie stays.
      res.setHeader('Clear-Site-Data', '"cache"');
      pages.send(req, res, 'sign-in/signed-out', {});
    },
  };
}
