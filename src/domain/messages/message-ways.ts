import type { Knex } from 'knex';
import type { Config } from '../../infrastructure/config/config';
import type { Cipher } from '../../infrastructure/security/cipher';
import { createOutbound, type Outbound } from '../../infrastructure/security/outbound';
import { createConsoleGateway, createDemoPost, type DemoPost } from './demo-post';
import { createDemoWechat } from './demo-wechat';
import type { Gateways, MessageGateway } from './gateway';
import { createHttpGateway } from './http.gateway';
import { createSmppGateway } from './smpp.gateway';
import { createWechatGateway } from './wechat.gateway';
import { createScanEvents, type ScanEvents, type WechatAccount } from './wechat-account';
import { createWechatApi } from './wechat-api';

/** The ways on which messages leave and scans come in. */
export interface MessageWays {
  readonly gateways: Gateways;
  /** Whether the SMS gateway puts the registered signature in front itself. */
  readonly smsSignedByGateway: boolean;
  /** Null: WeChat is not offered. */
  readonly wechat: WechatAccount | null;
  readonly scans: ScanEvents;
  /** Null outside the demo. */
  readonly demoPost: DemoPost | null;
}

/** Builds what the configuration asks for; the demo's stand-ins exist in the demo alone. */
export function createMessageWays(config: Config, db: Knex, cipher: Cipher): MessageWays {
  const demoPost = config.environment === 'demo' ? createDemoPost(db, cipher) : null;
  const outbound = createOutbound(config.outboundAllow);
  const wechat = createWechatAccount(config, demoPost, outbound);
  return {
    gateways: {
      sms: createSmsGateway(config, demoPost, outbound),
      wechat: wechat === null ? null : createWechatGateway(wechat),
      email: createEmailGateway(config, demoPost, outbound),
    },
    smsSignedByGateway: config.smsSignedByGateway,
    wechat,
    scans: createScanEvents(),
    demoPost,
  };
}

function createSmsGateway(
  { sms }: Config,
  demoPost: DemoPost | null,
  outbound: Outbound,
): MessageGateway | null {
  if (sms.gateway === 'smpp') return createSmppGateway(sms, outbound);
  if (sms.gateway === 'http') return createHttpGateway(sms, outbound);
  return demoPost === null ? null : createConsoleGateway(demoPost);
}

function createEmailGateway(
  { email }: Config,
  demoPost: DemoPost | null,
  outbound: Outbound,
): MessageGateway | null {
  if (email !== null) return createHttpGateway(email, outbound);
  return demoPost === null ? null : createConsoleGateway(demoPost);
}

function createWechatAccount(
  { wechat, publicUrl }: Config,
  demoPost: DemoPost | null,
  outbound: Outbound,
): WechatAccount | null {
  if (wechat !== null) return createWechatApi(wechat, outbound);
  return demoPost === null ? null : createDemoWechat(demoPost, publicUrl);
}
