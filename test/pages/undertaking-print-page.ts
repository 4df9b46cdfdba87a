import { CandidatePage } from './candidate-page';

/** The 承诺书 as it is printed. */
export class UndertakingPrintPage extends CandidatePage {
  protected readonly heading = /承诺书$/;

  /** Text of the paper, without what the screen alone shows. */
  async readPaper(): Promise<string> {
    await this.screen.page.emulateMedia({ media: 'print' });
    const text = await this.read();
    await this.screen.page.emulateMedia({ media: 'screen' });
    return text;
  }
}
