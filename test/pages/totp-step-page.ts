import { CandidatePage } from './candidate-page';

export class TotpStepPage extends CandidatePage {
  protected readonly heading = '输入动态密码';

  async enter(dynamicPassword: string): Promise<void> {
    await this.main.getByLabel('动态密码：').fill(dynamicPassword);
    await this.press('登录');
  }
}
