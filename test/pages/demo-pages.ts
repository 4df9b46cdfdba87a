import { CandidatePage } from './candidate-page';

/** /demo/messages: what was sent. */
export class DemoMessagesPage extends CandidatePage {
  protected readonly heading = '已发出的短信和微信消息';
}

/** /demo/wechat: plays the phone of whoever follows the account. */
export class DemoWechatPage extends CandidatePage {
  protected readonly heading = '模拟公众号';

  async chooseUser(name: string): Promise<void> {
    await this.main.getByLabel('我的微信：').selectOption({ label: name });
    await this.press('切换');
  }
}
