import { CandidatePage } from './candidate-page';

export class ChangesPage extends CandidatePage {
  protected readonly heading = /^请确认后保存/;

  /** Each line as 位置 原来 现在 变化. */
  async listChanges(): Promise<string[]> {
    const rows = await this.main.locator('tbody tr').all();
    return Promise.all(rows.map(async (row) => (await row.innerText()).replace(/\s+/g, ' ')));
  }
}
