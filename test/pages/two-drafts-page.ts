import { CandidatePage } from './candidate-page';

export class TwoDraftsPage extends CandidatePage {
  protected readonly heading = '两个窗口的内容不同';

  /** The content of this window and of the other one. */
  async readSides(): Promise<string[]> {
    const sides = await this.main.locator('.sides > div').allInnerTexts();
    return sides.map((side) => side.replace(/\s+/g, ' '));
  }
}
