import { CandidatePage } from './candidate-page';

export class UndertakingPage extends CandidatePage {
  protected readonly heading = /^打印.*承诺书$/;

  /** What may be chosen under 选择院校. */
  async listInstitutions(): Promise<string[]> {
    return this.main.getByLabel('选择院校：').locator('option').allInnerTexts();
  }
}
