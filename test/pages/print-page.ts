import { CandidatePage } from './candidate-page';

/** The print view: its bar with 返回 and 打印 stands outside the sheet. */
export class PrintPage extends CandidatePage {
  protected readonly heading = /志愿/;

  override async go(name: string): Promise<void> {
    const link = this.screen.page.getByRole('navigation').getByRole('link', { name, exact: true });
    await this.screen.follow(() => link.click());
  }
}
