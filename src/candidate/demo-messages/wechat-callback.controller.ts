import express, { type Express, type Request, type RequestHandler } from 'express';
import type { Knex } from 'knex';
import { SCENE_SHAPE, type ScanEvents } from '../../domain/messages/wechat-account';
import { takeWechatCall } from '../../domain/messages/wechat-call.repository';
import { isWechatQuery } from '../../domain/messages/wechat-signature';
import { readWechatXml } from '../../domain/messages/wechat-xml';
import { wallClock } from '../../infrastructure/clock';
import { AppError, notFound } from '../../infrastructure/errors';
import { readParameter } from '../../infrastructure/http/page-renderer';
import { cleanText } from '../../infrastructure/http/readable-text';
import { NO_BROWSER } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';

const PATH = '/wechat/callback';
const FOLLOW_PREFIX = 'qrscene_';

/**
 * The address at which the official account's server reports follows and scans (明文模式). It has neither session nor
 * CSRF token: the signature over our token stands for both, and what is not signed is not found. It covers no content,
 * so it serves for the content with which it came first, some times.
 */
export function setUpWechatCallback(app: Express, db: Knex, token: string, scans: ScanEvents): void {
  const admissions = createAdmissions(db);

  /** @throws AppError notFound where the signature came with other content before, or too often */
  const requireFirst = async (req: Request, content: string) => {
    const signature = readParameter(req.query, 'signature');
    if (!(await takeWechatCall(db, signature, content))) throw notFound();
    const spender = { origin: NO_BROWSER, target: signature };
    if ((await admissions.spend('wechatCall', spender)).until !== null) throw notFound();
  };

  const signed: RequestHandler = (req, _res, next) => {
    const query = {
      signature: readParameter(req.query, 'signature'),
      timestamp: readParameter(req.query, 'timestamp'),
      nonce: readParameter(req.query, 'nonce'),
    };
    next(isWechatQuery(token, query, wallClock()) ? undefined : notFound());
  };

  app.get(PATH, signed, async (req, res) => {
    await requireFirst(req, `echo ${readParameter(req.query, 'echostr')}`);
    res.type('text/plain').send(readParameter(req.query, 'echostr'));
  });

  app.post(
    PATH,
    signed,
    express.text({ type: ['text/xml', 'application/xml'], limit: '16kb' }),
    async (req, res) => {
      const body = typeof req.body === 'string' ? req.body : '';
      const event = readWechatXml(cleanText(body));
      if (event === null) throw new AppError('badRequest', 400);
      await requireFirst(req, body);
      const scene = findScene(event);
      const openId = event.get('FromUserName') ?? '';
      if (scene !== null && openId !== '') await scans.report(scene, openId);
      res.type('text/plain').send('success');
    },
  );
}

/** The scene of a scan, by a new follower or an old one; null for every other event. */
function findScene(event: ReadonlyMap<string, string>): string | null {
  if (event.get('MsgType') !== 'event') return null;
  const kind = event.get('Event');
  const key = event.get('EventKey') ?? '';
  const scene =
    kind === 'SCAN'
      ? key
      : kind === 'subscribe' && key.startsWith(FOLLOW_PREFIX)
        ? key.slice(FOLLOW_PREFIX.length)
        : '';
  return SCENE_SHAPE.test(scene) ? scene : null;
}
