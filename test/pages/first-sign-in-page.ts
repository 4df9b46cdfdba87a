import { CandidatePage } from './candidate-page';

/** Password and 密码验证信息 behind the first secret. */
export class FirstSignInPage extends CandidatePage {
  protected readonly heading = '首次登录';

  async fill(password: string, phrase: string): Promise<void> {
    await this.main.getByLabel('新登录密码：').fill(password);
    await this.main.getByLabel('确认新密码：').fill(password);
    await this.main.getByLabel('密码验证信息：').fill(phrase);
  }
}

/** The phone that may be bound at the first sign-in: number, then code. */
export class FirstPhonePage extends CandidatePage {
  protected readonly heading = '登记手机号码';

  async enterPhone(phone: string): Promise<void> {
    await this.main.getByLabel('手机号码：').fill(phone);
  }

  async enterCode(code: string): Promise<void> {
    await this.main.getByLabel('验证码：', { exact: true }).fill(code);
  }
}
