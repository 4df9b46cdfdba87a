import { CandidatePage } from './candidate-page';

export class SignInPage extends CandidatePage {
  protected readonly heading = '考生登录';

  async signIn(candidateNumber: string, password: string): Promise<void> {
    await this.main.getByLabel('考生号：').fill(candidateNumber);
    await this.main.getByLabel('密码：').fill(password);
    await this.press('登录');
  }
}
