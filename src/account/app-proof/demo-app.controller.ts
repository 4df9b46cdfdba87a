import type { Request, Response } from 'express';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { formatTimeOfDay } from '../../infrastructure/format-time';
import { type PageRenderer, readField, readParameter } from '../../infrastructure/http/page-renderer';
import type { DemoLiveness } from './demo-liveness';
import type { DemoLivenessAnswer } from './demo-liveness.repository';

const answers: readonly DemoLivenessAnswer[] = ['passed', 'failed', 'otherPerson'];

const said: Readonly<Record<DemoLivenessAnswer, string>> = {
  passed: '已扫描面部：本人。',
  failed: '已扫描面部：没有通过。',
  otherPerson: '已扫描面部：另一个人。',
};

interface DemoAppParts {
  readonly app: DemoLiveness;
  readonly pages: PageRenderer;
}

/** The page that plays the phone app, for strangers who try the demo. */
export function createDemoAppControllers(app: DemoLiveness, pages: PageRenderer) {
  const parts: DemoAppParts = { app, pages };
  return bindParts(parts, { show, answer });
}

export type DemoAppControllers = ReturnType<typeof createDemoAppControllers>;

async function show(parts: DemoAppParts, req: Request, res: Response) {
  await render(parts, req, res, readParameter(req.query, 'check').slice(0, 64));
}

async function answer(parts: DemoAppParts, req: Request, res: Response) {
  const token = readField(req, 'check').slice(0, 64);
  const code = readField(req, 'code').normalize('NFKC').replace(/\s/g, '').slice(0, 20);
  const answer = answers.find((one) => one === readField(req, 'answer'));
  if (answer === undefined || (await parts.app.find(token)) === null)
    return render(parts, req, res, token, {
      error: '请打开网页上二维码的地址，再选择扫描的结果！',
      code,
      status: 400,
    });
  if (answer !== 'failed' && !/^\d{4}$/.test(code))
    return render(parts, req, res, token, { error: '请输入网页上显示的4位核对码！', code, status: 422 });
  if (!(await parts.app.answer(token, answer, code)))
    return render(parts, req, res, token, {
      error: '此次验证已完成或失效，请在网页上重新开始！',
      status: 409,
    });
  res.redirect(303, `/demo/app?check=${encodeURIComponent(token)}`);
}

async function render(
  parts: DemoAppParts,
  req: Request,
  res: Response,
  token: string,
  { error = '', code = '', status = 200 } = {},
): Promise<void> {
  const { app, pages } = parts;
  const check = await app.find(token);
  const over = check !== null && check.answer === null && check.expiresAt.getTime() <= wallClock();
  const model = check && {
    token,
    userName: check.account.userName,
    maskedPhone: check.account.maskedPhone,
    name: check.claimed.name,
    tail: check.claimed.number.slice(-2),
    until: formatTimeOfDay(check.expiresAt),
    over,
    said: check.answer === null ? '' : said[check.answer],
  };
  pages.send(req, res, 'account/app-proof/demo-app', { check: model, token, error, code }, { status });
}
