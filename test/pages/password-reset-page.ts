import { answerPicture } from '../support/picture-code';
import type { TestApp } from '../support/test-app';
import { CandidatePage } from './candidate-page';

export interface TypedFacts {
  readonly candidateNumber?: string;
  readonly identityNumber: string;
  readonly name: string;
}

/** A page that asks somebody without a password for facts and a 验证码. */
abstract class FactsPage extends CandidatePage {
  async fill(facts: TypedFacts): Promise<void> {
    if (facts.candidateNumber !== undefined)
      await this.main.getByLabel('考生号：').fill(facts.candidateNumber);
    await this.main.getByLabel('证件号码：').fill(facts.identityNumber);
    await this.main.getByLabel('姓名：').fill(facts.name);
  }

  /** Types the letters of the picture. */
  async readPicture(app: TestApp): Promise<void> {
    const { page } = this.screen;
    await page.waitForFunction('document.querySelector(".picture-code img").naturalWidth === 160');
    const { code } = await answerPicture(app, { html: await page.content() });
    await this.enterCode(code);
  }

  async enterCode(code: string): Promise<void> {
    await this.main.getByLabel('验证码：', { exact: true }).fill(code);
  }

  async readPictureAddress(): Promise<string> {
    return (await this.main.getByRole('img').getAttribute('src')) ?? '';
  }

  async readTyped(label: string): Promise<string> {
    return this.main.getByLabel(label).inputValue();
  }

  /** Presses Enter in the last field. */
  async pressEnter(): Promise<void> {
    await this.screen.follow(() => this.main.getByLabel('验证码：', { exact: true }).press('Enter'));
  }
}

/** 忘记密码, first page (figure 21). */
export class ResetFactsPage extends FactsPage {
  protected readonly heading = '密码重置';
}

/** 忘记考生号. */
export class ForgottenNumberPage extends FactsPage {
  protected readonly heading = '忘记考生号';
}

export class NumberAnswerPage extends CandidatePage {
  protected readonly heading = '考生号查询结果';
}

/** 忘记密码, second page (figures 22–24). */
export class ResetLadderPage extends CandidatePage {
  protected readonly heading = '密码重置';

  async prove(label: string, answer: string): Promise<void> {
    await this.main.getByLabel(label, { exact: true }).fill(answer);
  }

  async choosePassword(next: string, again = next): Promise<void> {
    await this.main.getByLabel('新登录密码：').fill(next);
    await this.main.getByLabel('确认新密码：').fill(again);
  }

  async readResend(): Promise<string> {
    return (await this.main.locator('#send-code').innerText()).trim();
  }
}
