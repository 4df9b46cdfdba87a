import { CandidatePage } from './candidate-page';

export class HomePage extends CandidatePage {
  protected readonly heading = '志愿填报';

  /** What the table says of a batch, its buttons left out. */
  async readState(batch: string): Promise<string> {
    const row = this.rowOf(batch);
    return (await row.locator('.state > span').allInnerTexts()).join(' ');
  }

  /** The buttons beside a batch. */
  async listActions(batch: string): Promise<string[]> {
    return this.rowOf(batch).getByRole('link').allInnerTexts();
  }

  private rowOf(batch: string) {
    const { page } = this.screen;
    return this.main.getByRole('row').filter({ has: page.getByRole('cell', { name: batch, exact: true }) });
  }
}
