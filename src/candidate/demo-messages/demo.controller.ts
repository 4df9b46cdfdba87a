import type { Request, Response } from 'express';
import type { DemoPost } from '../../domain/messages/demo-post';
import { type DemoWechatUser, listDemoWechatUsers } from '../../domain/messages/demo-wechat';
import { SCENE_SHAPE, type ScanEvents } from '../../domain/messages/wechat-account';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError } from '../../infrastructure/errors';
import { type PageRenderer, readField, readParameter } from '../../infrastructure/http/page-renderer';

interface DemoParts {
  readonly post: DemoPost;
  readonly scans: ScanEvents;
  readonly pages: PageRenderer;
}

/** The pages that play phones and WeChat, for strangers who try the demo. */
export function createDemoControllers(post: DemoPost, scans: ScanEvents, pages: PageRenderer) {
  const parts: DemoParts = { post, scans, pages };
  return bindParts(parts, { messages: showMessages, phone: showPhone, scan: submitScan });
}

export type DemoControllers = ReturnType<typeof createDemoControllers>;

async function showMessages({ post, pages }: DemoParts, req: Request, res: Response): Promise<void> {
  pages.send(req, res, 'candidate/demo-messages/demo-messages', { messages: await post.listArrived() });
}

async function renderPhone(
  { post, pages }: DemoParts,
  req: Request,
  res: Response,
  user: DemoWechatUser,
  { scene = '', error = '', status = 200 },
): Promise<void> {
  pages.send(
    req,
    res,
    'candidate/demo-messages/demo-wechat',
    {
      users: listDemoWechatUsers(),
      user,
      scene,
      error,
      followed: req.query.followed === '1',
      messages: await post.listArrived(user.openId),
    },
    { status },
  );
}

async function showPhone(parts: DemoParts, req: Request, res: Response): Promise<void> {
  const scene = readParameter(req.query, 'scene').slice(0, 64);
  await renderPhone(parts, req, res, getUser(req.query.user ?? ''), { scene });
}

async function submitScan(parts: DemoParts, req: Request, res: Response): Promise<void> {
  const user = getUser(readField(req, 'user'));
  const scene = readField(req, 'scene').trim();
  if (!SCENE_SHAPE.test(scene)) {
    const error = '请输入绑定页面上显示的场景码！';
    return renderPhone(parts, req, res, user, { scene, error, status: 400 });
  }
  await parts.scans.report(scene, user.openId);
  res.redirect(303, `/demo/wechat?user=${encodeURIComponent(user.openId)}&followed=1`);
}

/** The first one when nobody is named. @throws AppError when there is no such user. */
function getUser(openId: unknown): DemoWechatUser {
  const users = listDemoWechatUsers();
  const user = openId === '' ? users[0] : users.find((one) => one.openId === openId);
  if (user === undefined) throw new AppError('badRequest', 400);
  return user;
}
