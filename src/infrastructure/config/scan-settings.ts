import { z } from 'zod';
import { readPrivateKey, readPublicKey } from '../security/rsa-key';
import { goesInClear, url } from './config-fields';

/** 微信 as identity provider of the account centre: a website application of the open platform. */
export interface WechatLoginSettings {
  readonly authorizeUrl: URL;
  readonly apiUrl: URL;
  readonly appId: string;
  readonly appSecret: string;
  /** The provider takes PKCE and gives the nonce back. */
  readonly pkce: boolean;
}

/** 支付宝 as identity provider of the account centre. */
export interface AlipaySettings {
  readonly authorizeUrl: URL;
  readonly gatewayUrl: URL;
  readonly appId: string;
  /** Ours, signs requests; see `security/rsa-key.ts`. */
  readonly privateKey: string;
  /** Theirs, checks answers. */
  readonly publicKey: string;
  readonly pkce: boolean;
}

const isKey = (read: (text: string) => unknown) => (text: string) => {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
};
const onOff = z
  .enum(['on', 'off'], { error: 'must be on or off' })
  .default('off')
  .transform((value) => value === 'on');

export const scanVariables = {
  WECHAT_LOGIN_APP_ID: z.string().optional(),
  WECHAT_LOGIN_APP_SECRET: z.string().optional(),
  WECHAT_LOGIN_AUTHORIZE_URL: url(['https:', 'http:']).default(
    'https://open.weixin.qq.com/connect/qrconnect',
  ),
  WECHAT_LOGIN_API_URL: url(['https:', 'http:']).default('https://api.weixin.qq.com'),
  WECHAT_LOGIN_PKCE: onOff,
  ALIPAY_APP_ID: z.string().optional(),
  ALIPAY_PRIVATE_KEY: z
    .string()
    .refine(isKey(readPrivateKey), 'must be an RSA key of at least 2048 bits, as PEM or base64')
    .optional(),
  ALIPAY_PUBLIC_KEY: z
    .string()
    .refine(isKey(readPublicKey), 'must be an RSA key of at least 2048 bits, as PEM or base64')
    .optional(),
  ALIPAY_AUTHORIZE_URL: url(['https:', 'http:']).default(
    'https://openauth.alipay.com/oauth2/publicAppAuthorize.htm',
  ),
  ALIPAY_GATEWAY_URL: url(['https:', 'http:']).default('https://openapi.alipay.com/gateway.do'),
  ALIPAY_PKCE: onOff,
};

type Given = Readonly<Record<string, string | undefined>>;
type Parsed = z.infer<z.ZodObject<typeof scanVariables>>;

const together = [
  { provider: 'WECHAT_LOGIN', names: ['WECHAT_LOGIN_APP_ID', 'WECHAT_LOGIN_APP_SECRET'] },
  { provider: 'ALIPAY', names: ['ALIPAY_APP_ID', 'ALIPAY_PRIVATE_KEY', 'ALIPAY_PUBLIC_KEY'] },
];
const endpoints = [
  'WECHAT_LOGIN_AUTHORIZE_URL',
  'WECHAT_LOGIN_API_URL',
  'ALIPAY_AUTHORIZE_URL',
  'ALIPAY_GATEWAY_URL',
];

/** What the variables leave open or contradict, each with its name. */
export function listScanFaults(given: Given, demo: boolean): string[] {
  return [...together.flatMap((group) => listMissing(given, group)), ...(demo ? [] : listUnsafe(given))];
}

function listMissing(given: Given, { provider, names }: (typeof together)[number]): string[] {
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length === names.length) return [];
  return missing.map((name) => `${name} is missing: the other ${provider} variables need it`);
}

/** Whoever plays the provider is whoever they like: outside the demo it is never this platform itself. */
function listUnsafe(given: Given): string[] {
  const faults: string[] = [];
  for (const name of endpoints) {
    const value = given[name];
    if (value === undefined || !URL.canParse(value)) continue;
    if (goesInClear(value)) faults.push(`${name} must start with https:// unless it is on this machine`);
    const own = given.PUBLIC_URL ?? `http://localhost:${given.PORT ?? 3000}`;
    if (/(^|\/)demo(\/|$)/i.test(new URL(value).pathname) || isOwn(value, own))
      faults.push(`${name} is the demo's: it must be the provider's own`);
  }
  return faults;
}

function isOwn(value: string, publicUrl: string): boolean {
  return URL.canParse(publicUrl) && new URL(publicUrl).origin === new URL(value).origin;
}

/** 微信 of checked variables; null where none is configured. */
export function toWechatLoginSettings(env: Parsed): WechatLoginSettings | null {
  const { WECHAT_LOGIN_APP_ID: appId, WECHAT_LOGIN_APP_SECRET: appSecret } = env;
  if (appId === undefined || appSecret === undefined) return null;
  return {
    appId,
    appSecret,
    authorizeUrl: new URL(env.WECHAT_LOGIN_AUTHORIZE_URL),
    apiUrl: new URL(env.WECHAT_LOGIN_API_URL),
    pkce: env.WECHAT_LOGIN_PKCE,
  };
}

/** 支付宝 of checked variables; null where none is configured. */
export function toAlipaySettings(env: Parsed): AlipaySettings | null {
  const { ALIPAY_APP_ID: appId, ALIPAY_PRIVATE_KEY: privateKey, ALIPAY_PUBLIC_KEY: publicKey } = env;
  if (appId === undefined || privateKey === undefined || publicKey === undefined) return null;
  return {
    appId,
    privateKey,
    publicKey,
    authorizeUrl: new URL(env.ALIPAY_AUTHORIZE_URL),
    gatewayUrl: new URL(env.ALIPAY_GATEWAY_URL),
    pkce: env.ALIPAY_PKCE,
  };
}
