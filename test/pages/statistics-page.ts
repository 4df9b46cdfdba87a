import { CandidatePage } from './candidate-page';

export class StatisticsPage extends CandidatePage {
  protected readonly heading = '河南省普通高招录取统计数据';

  async search(institution: string): Promise<void> {
    await this.main.getByLabel('院校名称：').fill(institution);
    await this.press('查询');
  }

  async filter(label: '批次' | '科类' | '年度', value: string): Promise<void> {
    await this.main.getByLabel(`${label}：`).selectOption({ label: value });
    await this.press('查询');
  }

  /** Lines of the tables, as `本科第一批 理科综合 2018 …`. */
  async listRows(): Promise<string[]> {
    const rows = await this.main.locator('tbody tr').allInnerTexts();
    return rows.map((row) => row.replace(/\s+/g, ' ').trim());
  }

  /** Names of the charts, as they are read out. */
  async listCharts(): Promise<string[]> {
    return this.main.locator('svg[role=img] > title').allTextContents();
  }
}
