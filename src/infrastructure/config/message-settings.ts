import { z } from 'zod';
import { goesInClear, longSecret, url } from './config-fields';

export interface SmppSettings {
  /** smpp://systemId:password@host:port, or ssmpp: over TLS. */
  readonly url: URL;
  /** The number from which messages come. */
  readonly source: string;
}

export interface HttpSettings {
  readonly url: URL;
  /** Keys the signature of each message. */
  readonly secret: string;
}

/** How SMS leave. `console` keeps them for the demo's own page. */
export type SmsSettings =
  | { readonly gateway: 'console' }
  | ({ readonly gateway: 'smpp' } & SmppSettings)
  | ({ readonly gateway: 'http' } & HttpSettings);

export interface WechatSettings {
  readonly apiUrl: URL;
  readonly appId: string;
  readonly appSecret: string;
  /** Signs what the official account's server posts to us. */
  readonly token: string;
  /** EncodingAESKeys of 安全模式, the new one beside the former while they change; none: 明文模式, in the demo alone. */
  readonly aesKeys: readonly string[];
  /** Messages go by this template where there is one, else as customer service messages. */
  readonly templateId: string | null;
}

export const messageVariables = {
  EMAIL_HTTP_URL: url(['https:', 'http:']).optional(),
  EMAIL_HTTP_SECRET: longSecret.optional(),
  SMS_GATEWAY: z.enum(['console', 'smpp', 'http'], { error: 'must be smpp or http' }).optional(),
  SMPP_URL: url(['smpp:', 'ssmpp:']).optional(),
  SMPP_SOURCE: z
    .string()
    .regex(/^\d{1,20}$/, 'must be 1 to 20 digits')
    .default('10639639'),
  SMS_SIGNATURE_BY: z
    .enum(['platform', 'gateway'], { error: 'must be platform or gateway' })
    .default('platform'),
  SMS_HTTP_URL: url(['https:', 'http:']).optional(),
  SMS_HTTP_SECRET: longSecret.optional(),
  WECHAT_API_URL: url(['https:', 'http:']).default('https://api.weixin.qq.com'),
  WECHAT_APP_ID: z.string().optional(),
  WECHAT_APP_SECRET: z.string().optional(),
  WECHAT_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9]{24,32}$/, 'must be 24 to 32 letters and digits')
    .optional(),
  WECHAT_AES_KEY: z
    .string()
    .regex(
      /^[A-Za-z0-9]{43}(,[A-Za-z0-9]{43})?$/,
      'must be 43 letters and digits, or two of them with a comma while they change',
    )
    .optional(),
  WECHAT_TEMPLATE_ID: z.string().optional(),
};

type Given = Readonly<Record<string, string | undefined>>;
type Parsed = z.infer<z.ZodObject<typeof messageVariables>>;

const neededBy: Readonly<Record<string, readonly string[]>> = {
  smpp: ['SMPP_URL'],
  http: ['SMS_HTTP_URL', 'SMS_HTTP_SECRET'],
};
const emailNames = ['EMAIL_HTTP_URL', 'EMAIL_HTTP_SECRET'];
const wechatNames = ['WECHAT_APP_ID', 'WECHAT_APP_SECRET', 'WECHAT_TOKEN'];

/** What the variables leave open or contradict, each with its name. */
export function listMessageFaults(given: Given, demo: boolean): string[] {
  return [
    ...listGatewayFaults(given),
    ...listEmailFaults(given),
    ...listWechatFaults(given),
    ...(demo ? [] : listUnsafe(given)),
  ];
}

function listGatewayFaults(given: Given): string[] {
  const gateway = given.SMS_GATEWAY;
  const faults = (neededBy[gateway ?? ''] ?? [])
    .filter((name) => given[name] === undefined)
    .map((name) => `${name} is missing: SMS_GATEWAY ${gateway} needs it`);
  if (gateway === 'smpp' && lacksPassword(given.SMPP_URL))
    faults.push('SMPP_URL must name system id and password: smpp://systemId:password@host:port');
  return faults;
}

function listEmailFaults(given: Given): string[] {
  const missing = emailNames.filter((name) => given[name] === undefined);
  if (missing.length === emailNames.length) return [];
  return missing.map((name) => `${name} is missing: the other EMAIL variable needs it`);
}

function listWechatFaults(given: Given): string[] {
  const missing = wechatNames.filter((name) => given[name] === undefined);
  if (missing.length === wechatNames.length && given.WECHAT_AES_KEY === undefined) return [];
  return missing.map((name) => `${name} is missing: the other WECHAT variables need it`);
}

/** In 明文模式 whoever reads one call on its way can send another: in the demo alone. */
function listOpenCalls(given: Given): string[] {
  if (given.WECHAT_APP_ID === undefined || given.WECHAT_AES_KEY !== undefined) return [];
  return [
    'WECHAT_AES_KEY is missing: the official account must call in 安全模式 by the EncodingAESKey set there',
  ];
}

/** Without a gateway no code reaches anybody, and over plain http codes could be read: in the demo alone. */
function listUnsafe(given: Given): string[] {
  const gateway = given.SMS_GATEWAY;
  const faults = ['SMS_HTTP_URL', 'WECHAT_API_URL', 'EMAIL_HTTP_URL']
    .filter((name) => goesInClear(given[name]))
    .map((name) => `${name} must start with https:// unless it is on this machine`);
  if (gateway === undefined)
    faults.push('SMS_GATEWAY is missing: it must be smpp or http, or no message code reaches anybody');
  if (gateway === 'console') faults.push('SMS_GATEWAY console is for the demo: it must be smpp or http');
  return [...faults, ...listOpenCalls(given)];
}

function lacksPassword(value: string | undefined): boolean {
  if (value === undefined || !URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  return username === '' || password === '';
}

/** The gateway of checked variables. */
export function toSmsSettings(env: Parsed): SmsSettings {
  if (env.SMS_GATEWAY === 'smpp' && env.SMPP_URL !== undefined) {
    return { gateway: 'smpp', url: new URL(env.SMPP_URL), source: env.SMPP_SOURCE };
  }
  if (env.SMS_GATEWAY === 'http' && env.SMS_HTTP_URL !== undefined && env.SMS_HTTP_SECRET !== undefined) {
    return { gateway: 'http', url: new URL(env.SMS_HTTP_URL), secret: env.SMS_HTTP_SECRET };
  }
  return { gateway: 'console' };
}

/** How e-mails of 学信网账号 leave; null where none is configured. */
export function toEmailSettings(env: Parsed): HttpSettings | null {
  const { EMAIL_HTTP_URL: address, EMAIL_HTTP_SECRET: secret } = env;
  return address === undefined || secret === undefined ? null : { url: new URL(address), secret };
}

/** The official account of checked variables; null where none is configured. */
export function toWechatSettings(env: Parsed): WechatSettings | null {
  const { WECHAT_APP_ID: appId, WECHAT_APP_SECRET: appSecret, WECHAT_TOKEN: token } = env;
  if (appId === undefined || appSecret === undefined || token === undefined) return null;
  const templateId = env.WECHAT_TEMPLATE_ID ?? null;
  const aesKeys = env.WECHAT_AES_KEY?.split(',') ?? [];
  return { apiUrl: new URL(env.WECHAT_API_URL), appId, appSecret, token, aesKeys, templateId };
}
