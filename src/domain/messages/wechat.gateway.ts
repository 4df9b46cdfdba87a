import { GatewayError, type MessageGateway } from './gateway';
import type { WechatAccount } from './wechat-account';

/** Messages to followers of the official account. */
export function createWechatGateway(account: WechatAccount): MessageGateway {
  return {
    async send({ channel, destination, text, stableId }) {
      if (channel !== 'wechat') throw new GatewayError('WeChat carries its own messages alone', true);
      await account.sendText(destination, text, stableId);
    },
    close: async () => undefined,
  };
}
