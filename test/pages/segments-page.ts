import { CandidatePage } from './candidate-page';

export class SegmentsPage extends CandidatePage {
  protected readonly heading = '河南省普通高考成绩一分一段表';

  async ask(fields: {
    readonly year?: string;
    readonly track?: string;
    readonly score?: string;
  }): Promise<void> {
    const { year, track, score } = fields;
    if (year !== undefined) await this.main.getByLabel('年度：').selectOption({ label: year });
    if (track !== undefined) await this.main.getByLabel('科类：').selectOption({ label: track });
    if (score !== undefined) await this.main.getByLabel('分数：').fill(score);
    await this.press('查询');
  }

  /** The curve in words, as it is read out. */
  async readCurve(): Promise<string> {
    return (await this.main.locator('svg[role=img] > desc').textContent()) ?? '';
  }
}
