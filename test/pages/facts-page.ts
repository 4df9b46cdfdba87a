import { CandidatePage } from './candidate-page';

/** 资格信息, 成绩信息, 档案状态 and 评价信息. */
export class FactsPage extends CandidatePage {
  protected readonly heading = /^(资格信息|成绩信息|档案状态|评价信息)$/;

  /** The first heading. */
  async readHeading(): Promise<string> {
    return this.main.getByRole('heading', { level: 1 }).innerText();
  }
}
