import type { RequestHandler } from 'express';
import type { DemoPost } from '../../domain/messages/demo-post';
import { type DemoWechatUser, listDemoWechatUsers } from '../../domain/messages/demo-wechat';
import { SCENE_SHAPE, type ScanEvents } from '../../domain/messages/wechat-account';
import { AppError } from '../../infrastructure/errors';
import { type PageRenderer, readField, readParameter } from '../../infrastructure/http/page-renderer';

export interface DemoControllers {
  readonly messages: RequestHandler;
  readonly phone: RequestHandler;
  readonly scan: RequestHandler;
}

/** The pages that play phones and WeChat, for strangers who try the demo. */
export function createDemoControllers(
  post: DemoPost,
  scans: ScanEvents,
  pages: PageRenderer,
): DemoControllers {
  const showPhone = async (
    [req, res]: Parameters<RequestHandler>,
    user: DemoWechatUser,
    { scene = '', error = '', status = 200 } = {},
  ) => {
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
  };

  return {
    async messages(req, res) {
      pages.send(req, res, 'candidate/demo-messages/demo-messages', { messages: await post.listArrived() });
    },

    async phone(...visit) {
      const [{ query }] = visit;
      await showPhone(visit, getUser(query.user ?? ''), {
        scene: readParameter(query, 'scene').slice(0, 64),
      });
    },

    async scan(...visit) {
      const [req, res] = visit;
      const user = getUser(readField(req, 'user'));
      const scene = readField(req, 'scene').trim();
      if (!SCENE_SHAPE.test(scene)) {
        await showPhone(visit, user, { scene, error: '请输入绑定页面上显示的场景码！', status: 400 });
        return;
      }
      await scans.report(scene, user.openId);
      res.redirect(303, `/demo/wechat?user=${encodeURIComponent(user.openId)}&followed=1`);
    },
  };
}

/** The first one when nobody is named. @throws AppError when there is no such user. */
function getUser(openId: unknown): DemoWechatUser {
  const users = listDemoWechatUsers();
  const user = openId === '' ? users[0] : users.find((one) => one.openId === openId);
  if (user === undefined) throw new AppError('badRequest', 400);
  return user;
}
