import express, { type Express, type Request, type RequestHandler } from 'express';
import type { Knex } from 'knex';
import { SCENE_SHAPE, type ScanEvents } from '../../domain/messages/wechat-account';
import { takeWechatCall } from '../../domain/messages/wechat-call.repository';
import { openWechatEnvelope } from '../../domain/messages/wechat-envelope';
import { isWechatQuery } from '../../domain/messages/wechat-signature';
import { readWechatXml } from '../../domain/messages/wechat-xml';
import { wallClock } from '../../infrastructure/clock';
import type { WechatSettings } from '../../infrastructure/config/message-settings';
import { AppError, notFound } from '../../infrastructure/errors';
import { readParameter } from '../../infrastructure/http/page-renderer';
import { cleanText } from '../../infrastructure/http/readable-text';
import type { Logger } from '../../infrastructure/logger';
import { NO_BROWSER } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';

const PATH = '/wechat/callback';
const FOLLOW_PREFIX = 'qrscene_';

/** Why a call in 安全模式 was refused, for the log: callers are told of none. */
type Fault = 'body' | 'signature' | 'envelope' | 'content';

/** What is called, once its signature has been looked at. */
interface Call {
  /** Its signature over what it brings, in 明文模式 over time and nonce alone. */
  readonly signature: string;
  /** As it came. */
  readonly body: string;
  readonly event: ReadonlyMap<string, string>;
}

interface CallbackParts {
  readonly db: Knex;
  readonly settings: Pick<WechatSettings, 'appId' | 'token' | 'aesKeys'>;
  readonly scans: ScanEvents;
  readonly log: Logger;
}

/**
 * The address at which the official account's server reports follows and scans. It has neither session nor CSRF token:
 * the signature by our token stands for both, and what is not signed is not found. In 安全模式 `msg_signature` covers
 * what is sealed, and what is not sealed for our AppID is not found either. In 明文模式, which the demo alone has, the
 * signature covers no content. In both a signature serves for the content with which it came first, some times: a call
 * that somebody has seen is worth no more than WeChat's own repetitions. The check of the address is signed as in
 * 明文模式, and not sealed, in both.
 */
export function setUpWechatCallback(app: Express, { db, settings, scans, log }: CallbackParts): void {
  const admissions = createAdmissions(db);
  const sealed = settings.aesKeys.length > 0;

  /** @throws AppError notFound where the signature came with other content before, or too often */
  const requireFirst = async (signature: string, content: string) => {
    if (!(await takeWechatCall(db, signature, content))) throw notFound();
    const spender = { origin: NO_BROWSER, target: signature };
    if ((await admissions.spend('wechatCall', spender)).until !== null) throw notFound();
  };

  const signed: RequestHandler = (req, _res, next) => {
    next(isWechatQuery(settings.token, readSigned(req), wallClock()) ? undefined : notFound());
  };

  const refuse = (fault: Fault) => {
    log.warn({ fault }, 'a call of the official account was refused');
    return notFound();
  };

  const readBody = express.text({ type: ['text/xml', 'application/xml'], limit: '16kb' });
  const readSealedBody: RequestHandler = (req, res, next) => {
    readBody(req, res, (fault?: unknown) => next(fault === undefined ? undefined : refuse('body')));
  };

  app.get(PATH, signed, async (req, res) => {
    const echo = readParameter(req.query, 'echostr');
    await requireFirst(readParameter(req.query, 'signature'), `echo ${echo}`);
    res.type('text/plain').send(echo);
  });

  app.post(PATH, signed, sealed ? readSealedBody : readBody, async (req, res) => {
    const call = sealed ? readSealedCall(req, settings) : readPlainCall(req);
    if (typeof call === 'string') throw refuse(call);
    await requireFirst(call.signature, call.body);
    const scene = findScene(call.event);
    const openId = call.event.get('FromUserName') ?? '';
    if (scene !== null && openId !== '') await scans.report(scene, openId);
    res.type('text/plain').send('success');
  });
}

function readSigned(req: Request, name: 'signature' | 'msg_signature' = 'signature') {
  return {
    signature: readParameter(req.query, name),
    timestamp: readParameter(req.query, 'timestamp'),
    nonce: readParameter(req.query, 'nonce'),
  };
}

function readPlainCall(req: Request): Call {
  const body = typeof req.body === 'string' ? req.body : '';
  const event = readWechatXml(cleanText(body));
  if (event === null) throw new AppError('badRequest', 400);
  return { signature: readParameter(req.query, 'signature'), body, event };
}

function readSealedCall(req: Request, { appId, token, aesKeys }: CallbackParts['settings']): Call | Fault {
  const body = typeof req.body === 'string' ? readWechatXml(req.body)?.get('Encrypt') : undefined;
  if (body === undefined) return 'body';
  const signed = readSigned(req, 'msg_signature');
  if (!isWechatQuery(token, signed, wallClock(), body)) return 'signature';
  const message = openWechatEnvelope(aesKeys, appId, body);
  if (message === null) return 'envelope';
  const event = readWechatXml(cleanText(message));
  return event === null ? 'content' : { signature: signed.signature, body, event };
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
