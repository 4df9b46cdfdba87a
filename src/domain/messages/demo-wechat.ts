import { demoPeople } from '../../../seeds/demo/people';
import { wallClock } from '../../infrastructure/clock';
import type { DemoPost } from './demo-post';
import type { WechatAccount } from './wechat-account';

const TICKET_MS = 600_000;

/** A WeChat user of the demo: an invented person's, or nobody's yet. */
export interface DemoWechatUser {
  readonly openId: string;
  readonly name: string;
}

const strangers: readonly DemoWechatUser[] = [
  { openId: 'demo-wechat-qingfeng', name: '清风' },
  { openId: 'demo-wechat-xiaohe', name: '小禾' },
  { openId: 'demo-wechat-yuanshan', name: '远山' },
];

/** Whom one may be at `/demo/wechat`. */
export function listDemoWechatUsers(): readonly DemoWechatUser[] {
  const bound = demoPeople.flatMap(({ candidate, factors }) =>
    factors.wechatOpenId === undefined ? [] : [{ openId: factors.wechatOpenId, name: candidate.name }],
  );
  return [...strangers, ...bound];
}

/** The demo's 模拟公众号: messages arrive at the demo's post, and QR codes lead to the page that plays the phone. */
export function createDemoWechat(post: DemoPost, publicUrl: URL): WechatAccount {
  return {
    sendText: (openId, text, stableId) =>
      post.deliver({ stableId, channel: 'wechat', destination: openId, text }),
    async createBindTicket(_pass, scene) {
      const address = new URL('/demo/wechat', publicUrl);
      address.searchParams.set('scene', scene);
      return { qrContent: address.href, expiresAt: new Date(wallClock() + TICKET_MS) };
    },
  };
}
