import { CandidatePage } from './candidate-page';

export class BrowsePage extends CandidatePage {
  protected readonly heading = /志愿浏览$/;

  /** Lines of one slot, as `专业1 [16]马克思主义理论`. */
  async readSlot(title: string): Promise<string[]> {
    const { page } = this.screen;
    const table = this.main
      .getByRole('table')
      .filter({ has: page.getByRole('rowheader', { name: title, exact: true }) });
    const rows = (await table.innerText()).split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
    return rows.filter((line) => line !== '' && line !== title);
  }

  async readCheckValue(): Promise<string> {
    return this.main.locator('.check-value').innerText();
  }
}
