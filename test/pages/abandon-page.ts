import { ProofPage } from './proof-page';

/** 放弃: what will be lost, the words to be typed, and the rung of the ladder. */
export class AbandonPage extends ProofPage {
  protected readonly heading = '放弃已填报志愿';

  /** Categories that go with the one that was filed. */
  async listLost(): Promise<string[]> {
    return this.main.getByRole('listitem').allInnerTexts();
  }

  async confirm(words: string): Promise<void> {
    await this.main.getByLabel('输入“放弃志愿”确认：', { exact: true }).fill(words);
  }
}
