import { CandidatePage } from './candidate-page';

export class VersionsPage extends CandidatePage {
  protected readonly heading = '我的保存记录';

  /** One line a saved version, the newest first. */
  async listVersions(): Promise<string[]> {
    const rows = await this.main.locator('tbody tr').all();
    return Promise.all(
      rows.map(async (row) => (await row.innerText()).replace(/\s+/g, ' ').replace(/ 不是我操作$/, '')),
    );
  }

  /** Points at the newest: 不是我操作. */
  async disputeNewest(): Promise<void> {
    const link = this.main.getByRole('link', { name: /^不是我操作/ }).first();
    await this.screen.follow(() => link.click());
  }

  /** Opens the newest. */
  async openNewest(): Promise<void> {
    const link = this.main.getByRole('link', { name: /^查看/ }).first();
    await this.screen.follow(() => link.click());
  }
}
