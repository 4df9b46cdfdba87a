import { CandidatePage } from './candidate-page';

export class HomePage extends CandidatePage {
  protected readonly heading = '志愿填报';

  /** What the page says of a batch, its buttons left out; of one that is folded, under what keeps one from it. */
  async readState(batch: string): Promise<string> {
    const row = this.rowOf(batch);
    if ((await row.count()) === 0) return this.readRefusal(batch);
    return (await row.locator('.state > span').allInnerTexts()).join(' ');
  }

  /** The buttons beside a batch. */
  async listActions(batch: string): Promise<string[]> {
    return this.rowOf(batch).getByRole('link').allInnerTexts();
  }

  private async readRefusal(batch: string): Promise<string> {
    const rows = await this.main.locator('.refusals tbody tr').all();
    for (const row of rows) {
      const [reason = '', names = ''] = await row.locator('td').allTextContents();
      if (names.split('、').includes(batch)) return `不具填报资格 ${reason}`;
    }
    return '';
  }

  private rowOf(batch: string) {
    const { page } = this.screen;
    return this.main.getByRole('row').filter({ has: page.getByRole('cell', { name: batch, exact: true }) });
  }
}
