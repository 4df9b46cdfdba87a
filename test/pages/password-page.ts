import { CandidatePage } from './candidate-page';

export class PasswordPage extends CandidatePage {
  protected readonly heading = '修改密码';

  async change(current: string, next: string, again: string): Promise<void> {
    await this.main.getByLabel('原密码：').fill(current);
    await this.main.getByLabel('新密码：', { exact: true }).fill(next);
    await this.main.getByLabel('确认新密码：').fill(again);
    await this.press('修改密码');
  }
}
