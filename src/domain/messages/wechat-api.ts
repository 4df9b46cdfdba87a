import { z } from 'zod';
import { wallClock } from '../../infrastructure/clock';
import type { WechatSettings } from '../../infrastructure/config/message-settings';
import type { Outbound } from '../../infrastructure/security/outbound';
import { describeFault, GatewayError } from './gateway';
import type { WechatAccount } from './wechat-account';

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

/**
 * The official account by its HTTP API. The access token is the stable one (`/cgi-bin/stable_token`): several
 * processes that ask get the same, and none ends another's. It is kept in memory and asked for anew when refused.
 */
export function createWechatApi(
  settings: WechatSettings,
  outbound: Pick<Outbound, 'fetch'>,
  answerMs = ANSWER_MS,
): WechatAccount {
  const { appId, appSecret, templateId } = settings;
  let token: Token | null = null;
  /** All that need a token wait for one request. */
  let renewing: Promise<Token> | null = null;

  /** Addresses hold the token, so errors of `fetch` are not passed on with them. */
  async function post(path: string, query: string, body: object): Promise<unknown> {
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

  async function fetchToken(anew: boolean): Promise<Token> {
    const answer = await post('/cgi-bin/stable_token', '', {
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
  async function renewToken(refused: string | null): Promise<Token> {
    const renewed = await fetchToken(false);
    return renewed.value === refused ? fetchToken(true) : renewed;
  }

  async function getToken(refused: string | null): Promise<string> {
    if (token !== null && token.value !== refused && token.usableUntil > wallClock()) return token.value;
    renewing ??= renewToken(refused).finally(() => {
      renewing = null;
    });
    token = await renewing;
    return token.value;
  }

  async function call(path: string, body: object): Promise<unknown> {
    let refused: string | null = null;
    for (;;) {
      const value = await getToken(refused);
      const answer = await post(path, new URLSearchParams({ access_token: value }).toString(), body);
      const errcode = findErrcode(answer);
      if (errcode === 0) return answer;
      if (!TOKEN_REFUSED.has(errcode) || refused !== null) {
        throw new GatewayError(`wechat ${errcode}`, NEVER.has(errcode));
      }
      refused = value;
    }
  }

  return {
    async sendText(openId, text, stableId) {
      if (templateId === null) {
        await call('/cgi-bin/message/custom/send', {
          touser: openId,
          msgtype: 'text',
          text: { content: text },
        });
        return;
      }
      await call('/cgi-bin/message/template/send', {
        touser: openId,
        template_id: templateId,
        data: { content: { value: text } },
        // Within ten minutes the API sends one message for one id.
        client_msg_id: stableId.replaceAll('-', ''),
      });
    },

    async createBindTicket(_pass, scene) {
      const answer = await call('/cgi-bin/qrcode/create', {
        expire_seconds: TICKET_SECONDS,
        action_name: 'QR_STR_SCENE',
        action_info: { scene: { scene_str: scene } },
      });
      const parsed = ticketAnswer.safeParse(answer);
      if (!parsed.success) throw new GatewayError('wechat: no ticket');
      const { url, expire_seconds: seconds } = parsed.data;
      return { qrContent: url, expiresAt: new Date(wallClock() + seconds * 1000) };
    },
  };
}

function findErrcode(answer: unknown): number {
  const parsed = faultAnswer.safeParse(answer);
  return parsed.success ? parsed.data.errcode : -1;
}
