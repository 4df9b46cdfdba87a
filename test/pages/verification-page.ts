import { CandidatePage } from './candidate-page';

export class VerificationPage extends CandidatePage {
  protected readonly heading = '查验志愿';

  async verify(checkValue: string, lastDigits: string): Promise<void> {
    await this.main.getByLabel('校验值：').fill(checkValue);
    await this.main.getByLabel('考生号后4位：').fill(lastDigits);
    await this.press('查验');
  }

  /** The line that is marked; '' before anything was asked. */
  async readVerdict(): Promise<string> {
    return (await this.main.locator('.verdicts .applies strong').allTextContents()).join('');
  }
}

export class CheckpointsPage extends CandidatePage {
  protected readonly heading = '志愿账本检查点';
}
