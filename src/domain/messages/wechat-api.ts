import { z } from 'zod';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { WechatSettings } from '../../infrastructure/config/message-settings';
import type { Pass } from '../../infrastructure/security/admissions';
import type { Outbound } from '../../infrastructure/security/outbound';
import { describeFault, GatewayError } from './gateway';
import type { BindTicket, WechatAccount } from './wechat-account';

const ANSWER_MS = 10_000;
const TICKET_SECONDS = 600;
/** A token is not used in its last five minutes. */
const TOKEN_MARGIN_MS = 300_000;

/** 40001, 40014, 42001: the token is wrong or has expired. */
const TOKEN_REFUSED = new Set([40001, 40014, 42001]);
/** 40003: no such openid; 43004: no longer a follower. */
const NEVER = new Set([40003, 43004]);

const faultAnswer = z.object({ errcode: z.number().default(0) });
const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number() });
const ticketAnswer = z.object({ url: z.string().min(1), expire_seconds: z.number() });

interface Token {
  readonly value: string;
  readonly usableUntil: number;
}

interface HeldToken {
  token: Token | null;
  /** All that need a token wait for one request. */
  renewing: Promise<Token> | null;
}

/** What all the steps work with. */
function gatherParts(settings: WechatSettings, outbound: Pick<Outbound, 'fetch'>, answerMs = ANSWER_MS) {
  const { appId, appSecret, templateId } = settings;
  const held: HeldToken = { token: null, renewing: null };
  return { settings, outbound, answerMs, appId, appSecret, held, templateId };
}

type Parts = ReturnType<typeof gatherParts>;

/**
 * The official account by its HTTP API. The access token is the stable one (`/cgi-bin/stable_token`): several
 * processes that ask get the same, and none ends another's. It is kept in memory and asked for anew when refused.
 */
export function createWechatApi(...given: Parameters<typeof gatherParts>): WechatAccount {
  const parts = gatherParts(...given);
  return bindParts(parts, { sendText, createBindTicket: createTicket });
}

/** @throws GatewayError when the text was not accepted; `stableId` tells a repetition. */
async function sendText(parts: Parts, openId: string, text: string, stableId: string): Promise<void> {
  if (parts.templateId === null) {
    await call(parts, '/cgi-bin/message/custom/send', {
      touser: openId,
      msgtype: 'text',
      text: { content: text },
    });
    return;
  }
  await call(parts, '/cgi-bin/message/template/send', {
    touser: openId,
    template_id: parts.templateId,
    data: { content: { value: text } },
    // Within ten minutes the API sends one message for one id.
    client_msg_id: stableId.replaceAll('-', ''),
  });
}

/**
 * A QR code that reports `scene` (1 to 64 letters, digits, `_`, `-`) together with who scanned it and follows; takes the
 * pass of a charged try.
 * @throws GatewayError
 */
async function createTicket(parts: Parts, _pass: Pass, scene: string): Promise<BindTicket> {
  const answer = await call(parts, '/cgi-bin/qrcode/create', {
    expire_seconds: TICKET_SECONDS,
    action_name: 'QR_STR_SCENE',
    action_info: { scene: { scene_str: scene } },
  });
  const parsed = ticketAnswer.safeParse(answer);
  if (!parsed.success) throw new GatewayError('wechat: no ticket');
  const { url, expire_seconds: seconds } = parsed.data;
  return { qrContent: url, expiresAt: new Date(wallClock() + seconds * 1000) };
}

/** Addresses hold the token, so errors of `fetch` are not passed on with them. */
async function post(parts: Parts, path: string, query: string, body: object): Promise<unknown> {
  const { settings, outbound, answerMs } = parts;
  const address = new URL(path, settings.apiUrl);
  address.search = query;
  const response = await outbound
    .fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(answerMs),
    })
    .catch((error: unknown) => {
      throw new GatewayError(`wechat ${describeFault(error)}`);
    });
  if (!response.ok) {
    await response.body?.cancel();
    throw new GatewayError(`wechat http ${response.status}`);
  }
  return response.json().catch(() => {
    throw new GatewayError('wechat: no JSON');
  });
}

async function fetchToken(parts: Parts, anew: boolean): Promise<Token> {
  const { appId, appSecret } = parts;
  const answer = await post(parts, '/cgi-bin/stable_token', '', {
    grant_type: 'client_credential',
    appid: appId,
    secret: appSecret,
    force_refresh: anew,
  });
  const parsed = tokenAnswer.safeParse(answer);
  if (!parsed.success) throw new GatewayError(`wechat ${findErrcode(answer)} at the token`);
  const life = parsed.data.expires_in * 1000;
  return {
    value: parsed.data.access_token,
    usableUntil: wallClock() + Math.max(life - TOKEN_MARGIN_MS, life / 2),
  };
}

/** Another process may have renewed the token before us; only when it did not, a new one is forced. */
async function renewToken(parts: Parts, refused: string | null): Promise<Token> {
  const renewed = await fetchToken(parts, false);
  return renewed.value === refused ? fetchToken(parts, true) : renewed;
}

async function getToken(parts: Parts, refused: string | null): Promise<string> {
  const { held } = parts;
  const { token } = held;
  if (token !== null && token.value !== refused && token.usableUntil > wallClock()) return token.value;
  held.renewing ??= renewToken(parts, refused).finally(() => {
    held.renewing = null;
  });
  const renewed = await held.renewing;
  held.token = renewed;
  return renewed.value;
}

async function call(parts: Parts, path: string, body: object): Promise<unknown> {
  let refused: string | null = null;
  for (;;) {
    const value = await getToken(parts, refused);
    const answer = await post(parts, path, new URLSearchParams({ access_token: value }).toString(), body);
    const errcode = findErrcode(answer);
    if (errcode === 0) return answer;
    if (!TOKEN_REFUSED.has(errcode) || refused !== null) {
      throw new GatewayError(`wechat ${errcode}`, NEVER.has(errcode));
    }
    refused = value;
  }
}

function findErrcode(answer: unknown): number {
  const parsed = faultAnswer.safeParse(answer);
  return parsed.success ? parsed.data.errcode : -1;
}
